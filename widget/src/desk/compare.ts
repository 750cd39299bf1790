/** What differs between two answers to one question, in words. Draws nothing. */

import type { Evidence } from "../types.js";
import type { DeskAnswer, DeskReply } from "./shapes.js";
import { counted, wordsOf } from "./words.js";

export interface Difference {
  /** One line each; none where nothing differs. */
  readonly lines: readonly string[];
  /** What is said beside single pieces of evidence, by side and citation number. */
  readonly marks: readonly [ReadonlyMap<number, string>, ReadonlyMap<number, string>];
}

/** Compare two answers; evidence is the same where its words are, wherever they stand in their article. */
export function differenceOf(left: DeskReply, right: DeskReply): Difference {
  const sides = [left.answer, right.answer] as const;
  const [first, second] = [byWords(left.answer.evidence), byWords(right.answer.evidence)];
  return {
    lines: [...told(sides), ...evidenceTold(first, second)].filter((each) => each !== ""),
    marks: [marks(first, second, "second"), marks(second, first, "first")],
  };
}

/** What the answers as wholes say differently. */
function told(sides: readonly [DeskAnswer, DeskAnswer]): string[] {
  const values: readonly (readonly [string, (answer: DeskAnswer) => string])[] = [
    ["Outcome", (answer) => wordsOf("outcome", answer.outcome)],
    ["Reason", (answer) => wordsOf("reason", answer.reason)],
    ["Policy", ({ policy }) => `${policy.category}, ${policy.action}`],
    ["Support", ({ support }) => (support ? wordsOf("verdict", support.verdict) : "not asked")],
    ["Strongest kind of evidence", (answer) => answer.strongest_tier?.label ?? "none"],
    ["Sentences drafted by a model", (answer) => String(answer.statements.filter((each) => each.kind === "synthesis").length)],
    ["Notices", (answer) => answer.notices.map((each) => each.text).join(" ") || "none"],
    ["Disclaimer", (answer) => answer.disclaimer.id],
  ];
  return values.map(([name, of]) => line(name, of(sides[0]), of(sides[1])));
}

type ByWords = ReadonlyMap<string, Evidence>;

function evidenceTold(first: ByWords, second: ByWords): string[] {
  const both = [...first.keys()].filter((words) => second.has(words));
  const changed = both.filter((words) => first.get(words)?.tier.id !== second.get(words)?.tier.id).length;
  const [alone, beside] = [first.size - both.length, second.size - both.length];
  const moved = !alone && !beside && [...first.keys()].join() !== [...second.keys()].join();
  return [
    alone || beside ? `Evidence: ${both.length} in both, ${alone} only in the first, ${beside} only in the second.` : "",
    changed ? `${counted(changed, "piece")} of evidence ${changed === 1 ? "has" : "have"} another tier.` : "",
    moved ? "The same evidence stands in another order." : "",
  ];
}

function line(name: string, left: string, right: string): string {
  return left === right ? "" : `${name}: ${left} in the first, ${right} in the second.`;
}

function byWords(evidence: readonly Evidence[]): Map<string, Evidence> {
  return new Map(evidence.map((entry) => [`${entry.article.slug} ${entry.quote.replace(/\s+/g, " ").trim()}`, entry]));
}

function marks(mine: ByWords, theirs: ByWords, place: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const [words, entry] of mine) {
    const other = theirs.get(words);
    if (!other) found.set(entry.n, "Only in this answer");
    else if (other.tier.id !== entry.tier.id) found.set(entry.n, `Another tier in the ${place}: ${other.tier.label}`);
  }
  return found;
}
