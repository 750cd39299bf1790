/** What differs between two answers to one question, in words. Draws nothing. */

import type { Evidence } from "../types.js";
import type { DeskReply } from "./shapes.js";
import { counted, wordsOf } from "./words.js";

export interface Difference {
  /** One line each; none where nothing differs. */
  readonly lines: readonly string[];
  /** What is said beside single pieces of evidence, by side and citation number. */
  readonly marks: readonly [ReadonlyMap<number, string>, ReadonlyMap<number, string>];
}

/** Compare two answers; evidence is the same where its words are, wherever they stand in their article. */
export function differenceOf(left: DeskReply, right: DeskReply): Difference {
  const [a, b] = [left.answer, right.answer];
  const lines = [
    line("Outcome", wordsOf("outcome", a.outcome), wordsOf("outcome", b.outcome)),
    line("Reason", wordsOf("reason", a.reason), wordsOf("reason", b.reason)),
    line("Policy", `${a.policy.category}, ${a.policy.action}`, `${b.policy.category}, ${b.policy.action}`),
    line("Support", a.support ? wordsOf("verdict", a.support.verdict) : "not asked", b.support ? wordsOf("verdict", b.support.verdict) : "not asked"),
    line("Strongest kind of evidence", a.strongest_tier?.label ?? "none", b.strongest_tier?.label ?? "none"),
    line("Disclaimer", a.disclaimer.id, b.disclaimer.id),
    line("Notices", a.notices.map((each) => each.text).join(" ") || "none", b.notices.map((each) => each.text).join(" ") || "none"),
  ].filter((each) => each !== "");
  const [onLeft, onRight] = [byWords(a.evidence), byWords(b.evidence)];
  const both = [...onLeft.keys()].filter((words) => onRight.has(words));
  const changed = both.filter((words) => onLeft.get(words)?.tier.id !== onRight.get(words)?.tier.id);
  const [left1, right1] = [onLeft.size - both.length, onRight.size - both.length];
  if (left1 || right1) {
    lines.push(`Evidence: ${both.length} in both, ${left1} only on the left, ${right1} only on the right.`);
  }
  if (changed.length) lines.push(`${counted(changed.length, "piece")} of evidence ${changed.length === 1 ? "has" : "have"} another tier.`);
  if (!left1 && !right1 && ordered(a.evidence) !== ordered(b.evidence)) lines.push("The same evidence stands in another order.");
  return { lines, marks: [marks(onLeft, onRight, "right"), marks(onRight, onLeft, "left")] };
}

function line(name: string, left: string, right: string): string {
  return left === right ? "" : `${name}: ${left} on the left, ${right} on the right.`;
}

function wordsIn(entry: Evidence): string {
  return entry.quote.replace(/\s+/g, " ").trim();
}

function byWords(evidence: readonly Evidence[]): Map<string, Evidence> {
  return new Map(evidence.map((entry) => [wordsIn(entry), entry]));
}

function ordered(evidence: readonly Evidence[]): string {
  return evidence.map(wordsIn).join("\n");
}

function marks(mine: Map<string, Evidence>, theirs: Map<string, Evidence>, side: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const [words, entry] of mine) {
    const other = theirs.get(words);
    if (!other) found.set(entry.n, "Only in this answer");
    else if (other.tier.id !== entry.tier.id) found.set(entry.n, `Another tier on the ${side}: ${other.tier.label}`);
  }
  return found;
}
