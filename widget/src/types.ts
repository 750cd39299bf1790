/** The shapes of contract version 1, as far as the widget reads them. */

export interface Disclaimer {
  readonly id: string;
  readonly lang: string;
  readonly text: string;
}

export interface Tier {
  readonly id: string;
  readonly rank: number;
  readonly label: string;
  readonly plain: string;
}

/** Offsets count Unicode code points, not UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Reference {
  readonly label: string;
  readonly doi: string | null;
  readonly pmid: string | null;
  readonly nct: string | null;
  readonly design: string | null;
  readonly n: number | null;
  readonly year: number | null;
  readonly access: string | null;
  readonly status: string | null;
}

export interface Caveat {
  readonly id: string;
  readonly label: string;
}

export interface Evidence {
  readonly n: number;
  readonly passage_id: string;
  readonly quote: string;
  readonly article: { slug: string; title: string; url: string | null; as_of: string | null };
  readonly section: readonly string[];
  readonly span: Span;
  readonly tier: Tier;
  readonly tier_basis: string;
  readonly caveats: readonly Caveat[];
  readonly references: readonly Reference[];
  readonly hop: "article_says" | "primary";
  readonly row_line?: string | null;
}

export interface Statement {
  readonly text: string;
  readonly kind: "framing" | "quote" | "synthesis";
  readonly citations: readonly number[];
  readonly tier: string | null;
}

export interface Policy {
  readonly category: string;
  readonly action: string;
}

export type Outcome = "answered" | "partial" | "refused" | "emergency" | "not_in_library";

export interface Answer {
  readonly answer_id: string;
  readonly conversation_id: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly policy: Policy;
  readonly disclaimer: Disclaimer;
  readonly notices: readonly { kind: string; text: string }[];
  readonly statements: readonly Statement[];
  readonly text: string;
  readonly evidence: readonly Evidence[];
  readonly strongest_tier: Tier | null;
  readonly conflicts: readonly { statement: string; citations: readonly number[] }[];
  readonly related: readonly Evidence[];
  readonly index: { snapshot: string; built_at: string };
  /** The question as it was understood in the conversation; servers before this field lack it. */
  readonly asked_as?: string | null;
}

/** Whether something is an answer that may be shown: never without its disclaimer. */
export function isAnswer(given: unknown): given is Answer {
  const answer = given as Partial<Answer> | null | undefined;
  return Boolean(answer?.disclaimer?.text && answer.index)
    && [answer?.statements, answer?.evidence, answer?.notices, answer?.conflicts, answer?.related].every(Array.isArray);
}

export interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly status?: number;
  readonly errors?: readonly { message: string }[];
  readonly disclaimer?: Disclaimer;
}

/** One question with what became of it. */
export interface Turn {
  readonly question: string;
  readonly key: number;
  state: "running" | "done" | "failed" | "stopped";
  step?: Step;
  /** Seconds that it has been waited for, where that is longer than usual. */
  waited?: number;
  /** The connection has gone, or come back, since. */
  connection?: "lost" | "back";
  /** Seconds until it may be asked again; undefined where nothing is known. */
  left?: number;
  disclaimer?: Disclaimer;
  shown?: Evidence[];
  statements?: Statement[];
  answer?: Answer;
  failure?: Failure;
  /** What was last said beside its buttons. */
  note?: string;
}

export type Step = "sending" | "checking" | "reading" | "writing";

export interface Failure {
  readonly kind: "offline" | "unreachable" | "broken" | "busy" | "limited" | "invalid" | "denied" | "other";
  readonly text?: string;
  /** Seconds that the server asks to wait. */
  readonly wait?: number;
}
