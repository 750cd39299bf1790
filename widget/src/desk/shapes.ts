/** The shapes that the staff desk reads, beside those of contract version 1. */

import { isAnswer, type Answer, type Caveat, type Disclaimer, type Policy, type Statement, type Tier } from "../types.js";

export interface Session {
  readonly role: "public" | "staff" | "admin";
  readonly name: string | null;
  readonly scopes: readonly string[];
  readonly csrf: string | null;
}

export type Format = "markdown" | "docx" | "csl-json" | "ris";

export interface SnapshotEntry {
  readonly id: string;
  readonly active: boolean;
  readonly serving: boolean;
  readonly built_at: string | null;
  readonly articles: number | null;
  readonly passages: number | null;
  readonly model: string | null;
  readonly readable: boolean;
}

/** GET /v1/desk. */
export interface DeskFacts {
  readonly generative: boolean;
  readonly formats: readonly Format[];
  readonly snapshots: readonly SnapshotEntry[];
}

export interface Filters {
  readonly articles?: readonly string[];
  readonly tiers?: readonly string[];
  readonly weakest_tier?: string;
  readonly conditions?: readonly string[];
  readonly since_year?: number;
  readonly human_only?: boolean;
}

export type Mode = "extractive" | "generative";

/** POST /v1/desk/ask. */
export interface DeskQuestion {
  readonly question: string;
  readonly conversation_id?: string;
  readonly filters?: Filters;
  readonly max_evidence: number;
  readonly locale?: string;
  readonly mode: Mode;
  readonly snapshot: string | null;
}

export interface Support {
  readonly verdict: "supported" | "near_miss" | "no_support";
  readonly score: number;
  readonly threshold: number;
  readonly missing: readonly string[];
}

export interface Generation {
  readonly model: string;
  readonly prompt: string;
  readonly used: boolean;
  readonly failure: string;
  readonly drafted: number;
  readonly shown: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly tokens: number;
}

/** An answer with the fields that only staff look at. */
export interface DeskAnswer extends Answer {
  readonly policy: Policy & { readonly version: string; readonly signals: readonly string[] };
  readonly disclaimer: Disclaimer & { readonly version?: string };
  readonly statements: readonly (Statement & { readonly caveats: readonly string[] })[];
  readonly support: Support | null;
  readonly generation: Generation | null;
  readonly index: { readonly snapshot: string; readonly corpus_version: string; readonly built_at: string };
  readonly timings_ms: Readonly<Record<string, number>>;
}

export interface RankedPassage {
  readonly passage_id: string;
  readonly article: { readonly slug: string; readonly title: string };
  readonly section: readonly string[];
  readonly dense_rank: number | null;
  readonly dense_score: number;
  readonly lexical_rank: number | null;
  readonly lexical_score: number | null;
  readonly fused_rank: number;
  readonly fused_score: number;
  readonly rank: number;
  readonly score: number;
  readonly cited: boolean;
}

export interface WeighedStatement {
  readonly statement_id: string;
  readonly passage_id: string;
  readonly n: number | null;
  /** Null where the output check withholds it. */
  readonly text: string | null;
  readonly tier: string;
  readonly tier_basis: string;
  readonly caveats: readonly Caveat[];
  readonly score: number;
  readonly cosine: number;
  readonly coverage: number;
  readonly likelihood: number | null;
  readonly fate: string;
  readonly fate_told: string;
}

export interface Behind {
  readonly searched: readonly string[];
  readonly search_words: string;
  readonly concepts: readonly string[];
  readonly names: readonly string[];
  readonly passages: readonly RankedPassage[];
  readonly statements: readonly WeighedStatement[];
  readonly dropped: readonly { readonly text: string | null; readonly reason: string; readonly reason_told: string }[];
}

export interface DeskReply {
  readonly answer: DeskAnswer;
  /** Signs exactly this answer, for its export. */
  readonly seal: string;
  readonly behind: Behind;
}

/** Whether a reply may be shown: never an answer without its disclaimer. */
export function isDeskReply(given: unknown): given is DeskReply {
  const reply = given as Partial<DeskReply> | null;
  const lists = [reply?.behind?.searched, reply?.behind?.passages, reply?.behind?.statements, reply?.behind?.dropped];
  return isAnswer(reply?.answer) && lists.every(Array.isArray);
}

export type Rating = "up" | "down";
export type State = "new" | "accepted" | "dismissed";

export interface Feedback {
  readonly feedback_id: string;
  readonly answer_id: string;
  readonly caller: string;
  readonly rating: Rating;
  readonly tags: readonly string[];
  readonly comment: string;
  readonly made_at: string;
  readonly state: State;
  readonly reviewed_by: string | null;
  readonly reviewed_at: string | null;
  readonly case_id: string | null;
}

export interface Page {
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
}

export interface AuditEntry {
  readonly answer_id: string;
  readonly made_at: string;
  readonly asked_by: string;
  readonly outcome: string;
  readonly category: string;
  readonly conversation_sha256: string;
  readonly record: {
    readonly reason: string;
    readonly strongest_tier: string | null;
    readonly passages: readonly string[];
    readonly snapshot: string;
    readonly timings_ms: Readonly<Record<string, number>>;
  } | null;
}

/** GET /v1/answers/{id}. */
export interface AnswerRecord {
  readonly answer_id: string;
  readonly made_at: string;
  readonly asked_by: string;
  readonly conversation_sha256: string;
  readonly question_sha256: string;
  readonly question_kept: boolean;
  readonly earlier_sha256: readonly string[];
  readonly asked: { readonly mode: string; readonly max_evidence: number; readonly locale: string | null; readonly filters: Filters | null };
  readonly policy: { readonly category: string; readonly action: string; readonly version: string; readonly signals: readonly string[] };
  readonly outcome: string;
  readonly reason: string;
  readonly disclaimer_id: string;
  readonly strongest_tier: string | null;
  readonly support: string | null;
  readonly notices: readonly string[];
  readonly evidence: readonly RecordedEvidence[];
  readonly related: readonly RecordedEvidence[];
  readonly statements: readonly { readonly kind: string; readonly sha256: string; readonly citations: readonly number[] }[];
  readonly index: { readonly snapshot: string; readonly corpus_version: string; readonly built_at: string };
  readonly versions: Readonly<Record<string, string>>;
  readonly timings_ms: Readonly<Record<string, number>>;
}

export interface RecordedEvidence {
  readonly n: number;
  readonly passage_id: string;
  readonly statement_id: string;
  readonly quote_sha256: string;
  readonly tier: string;
  readonly caveats: readonly string[];
}

export interface TierEntry extends Tier {
  readonly human: boolean;
}

export interface ArticleEntry {
  readonly slug: string;
  readonly title: string;
}
