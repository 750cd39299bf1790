/** What is typed and chosen before a question is asked, and the requests that it comes to. */

import type { DeskFacts, DeskQuestion, Filters, Mode, SnapshotEntry } from "./shapes.js";
import { counted, momentOf } from "./words.js";

/** One answer, or two beside each other. */
export type Kind = "one" | "modes" | "snapshots";

export interface Draft {
  question: string;
  kind: Kind;
  mode: Mode;
  /** A snapshot's id; "" is the serving one. */
  snapshot: string;
  /** The snapshot of the second answer, where two are compared. */
  other: string;
  most: number;
  locale: string;
  weakest: string;
  tiers: Set<string>;
  articles: Set<string>;
  condition: string;
  since: string;
  human: boolean;
}

export function emptyDraft(): Draft {
  return {
    question: "", kind: "one", mode: "extractive", snapshot: "", other: "", most: 6, locale: "", weakest: "",
    tiers: new Set(), articles: new Set(), condition: "", since: "", human: false,
  };
}

/** How many filters are set. */
export function filtersSet(draft: Draft): number {
  const set = [draft.weakest, draft.tiers.size, draft.articles.size, draft.condition.trim(), draft.since, draft.human];
  return set.filter(Boolean).length;
}

export function clearFilters(draft: Draft): void {
  const { weakest, tiers, articles, condition, since, human } = emptyDraft();
  Object.assign(draft, { weakest, tiers, articles, condition, since, human });
}

/** One answer that is wanted, with its name beside another. */
export interface Wanted {
  readonly name: string;
  readonly request: DeskQuestion;
}

/** Return the answers that a draft wants, one or two. */
export function wantedOf(draft: Draft, facts: DeskFacts): Wanted[] {
  const base = {
    question: draft.question.normalize("NFC").trim(), max_evidence: draft.most,
    ...(draft.locale.trim() ? { locale: draft.locale.trim() } : {}), ...filtersOf(draft),
  };
  const snapshot = draft.snapshot || null;
  if (draft.kind === "modes") {
    return (["extractive", "generative"] as const).map((mode) => ({
      name: MODE_NAMES[mode], request: { ...base, mode, snapshot },
    }));
  }
  const mine = { name: snapshotName(draft.snapshot, facts), request: { ...base, mode: draft.mode, snapshot } };
  if (draft.kind === "one") return [mine];
  return [mine, {
    name: snapshotName(draft.other, facts), request: { ...base, mode: draft.mode, snapshot: draft.other || null },
  }];
}

/** How answers are made: a conversation goes on as long as this stays the same. */
export function makingOf(draft: Draft): string {
  const { kind, mode, snapshot, other } = draft;
  return [kind, kind === "modes" ? "" : mode, snapshot, kind === "snapshots" ? other : ""].join("|");
}

export const MODE_NAMES: Readonly<Record<Mode, string>> = { extractive: "Extractive", generative: "Generative" };

function filtersOf(draft: Draft): { filters?: Filters } {
  if (!filtersSet(draft)) return {};
  const conditions = draft.condition.split(",").map((each) => each.trim()).filter(Boolean);
  return {
    filters: {
      ...(draft.articles.size ? { articles: [...draft.articles] } : {}),
      ...(draft.tiers.size ? { tiers: [...draft.tiers] } : {}),
      ...(draft.weakest ? { weakest_tier: draft.weakest } : {}),
      ...(conditions.length ? { conditions } : {}),
      ...(draft.since ? { since_year: Number(draft.since) } : {}),
      ...(draft.human ? { human_only: true } : {}),
    },
  };
}

function snapshotName(id: string, { snapshots }: DeskFacts): string {
  const found = snapshots.find((each) => (id ? each.id === id : each.serving));
  return found ? `Snapshot of ${snapshotLabel(found)}` : `Snapshot ${id || "that serves"}`;
}

/** "2026-11-22 13:28 UTC, 10 articles, b6266db7, serving". */
export function snapshotLabel({ id, built_at: built, articles, serving, readable }: SnapshotEntry): string {
  if (!readable) return `${id}, cannot be read`;
  const counts = articles === null ? "" : counted(articles, "article");
  return [momentOf(built), counts, id.split("-").at(-1), serving ? "serving" : ""].filter(Boolean).join(", ");
}
