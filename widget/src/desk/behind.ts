/** Everything behind an answer: the decision, what was searched for, what was found, weighed and dropped. */

import { html, nothing, type TemplateResult } from "lit";

import { readable } from "../text.js";
import type { Lane } from "./asking.js";
import { articlePlace } from "./place.js";
import type { Behind, DeskAnswer, DeskReply, RankedPassage, WeighedStatement } from "./shapes.js";
import { bar, facts, table } from "./table.js";
import { tierPill } from "./tier_pill.js";
import type { Desk } from "./view.js";
import { conceptOf, counted, momentOf, numberOf, wordsOf } from "./words.js";

type Drawn = TemplateResult | typeof nothing;

/** Folds that staff have opened stay open in the next answer, and in the one beside. */
const OPEN = new Set(["decision"]);

export function behindView(desk: Desk, { reply, turn }: Lane): Drawn {
  if (!reply) return nothing;
  const { answer, behind } = reply;
  const draft = answer.generation || behind.dropped.length;
  return html`<section class="behind" aria-labelledby="behind-${turn.key}"><h4 id="behind-${turn.key}">Behind this answer</h4>
    ${fold(desk, "decision", "Decision", "", decision(answer))}
    ${fold(desk, "search", "What was searched for", behind.searched.length ? "" : "nothing", searched(behind))}
    ${fold(desk, "passages", "Passages found", String(behind.passages.length), passages(behind))}
    ${fold(desk, "statements", "Statements weighed", String(behind.statements.length), statements(desk, behind.statements))}
    ${draft ? fold(desk, "draft", "The model's draft", behind.dropped.length ? `${behind.dropped.length} dropped` : "", drafted(reply)) : nothing}
    ${fold(desk, "making", "Snapshot, versions and time", `${Math.round(answer.timings_ms["total"] ?? 0)} ms`, made(answer))}
  </section>`;
}

function fold(desk: Desk, name: string, words: string, count: string, content: Drawn): TemplateResult {
  const toggled = (event: Event): void => {
    const { open } = event.currentTarget as HTMLDetailsElement;
    if (open === OPEN.has(name)) return;
    if (open) OPEN.add(name);
    else OPEN.delete(name);
    desk.requestUpdate();
  };
  return html`<details class="fold" data-fold=${name} ?open=${OPEN.has(name)} @toggle=${toggled}>
    <summary>${words}${count ? html` <span class="count">${count}</span>` : nothing}</summary>${content}</details>`;
}

function decision({ policy, support, reason }: DeskAnswer): TemplateResult {
  return facts([
    ["Category", html`${wordsOf("reason", policy.category)} <span class="code">${policy.category}</span>`],
    ["Action", html`${wordsOf("action", policy.action)} <span class="code">${policy.action}</span>`],
    ["What fired", policy.signals.length ? html`<span class="codes">${policy.signals.map((signal) => html`<span class="code">${signal}</span> `)}</span>` : "nothing"],
    ["Policy version", policy.version],
    ["Reason of the outcome", html`${wordsOf("reason", reason)} <span class="code">${reason}</span>`],
    ["Support", support ? `${wordsOf("verdict", support.verdict)} (score ${numberOf(support.score)}, needed ${numberOf(support.threshold)})` : "The policy decided alone; the library was not asked."],
    ["Missing", support?.missing.length ? support.missing.map((each) => wordsOf("missing", each)).join("; ") : support ? "nothing" : undefined],
  ]);
}

function searched({ searched: texts, search_words: words, concepts, names }: Behind): TemplateResult {
  if (!texts.length) return html`<p class="hint">The policy decided before anything was searched for.</p>`;
  return facts([
    ["Searched for", html`<ol class="lines">${texts.map((text) => html`<li dir="auto">${text}</li>`)}</ol>`],
    ["With the field's own words", words],
    ["Concepts recognised", concepts.map(conceptOf).join(", ") || "none"],
    ["Names recognised", names.join(", ") || "none"],
  ]);
}

function passages({ passages: found, statements: weighed }: Behind): TemplateResult {
  // A passage is met in its article at the statement of it that is listed first.
  const places = new Map(weighed.map((each) => [each.passage_id, each.statement_id]).reverse() as [string, string][]);
  if (!found.length) return html`<p class="hint">No passages were looked at.</p>`;
  return table("Passages found", [
    { name: "Passage", look: "wide" }, { name: "Rank", look: "number" }, { name: "Score", look: "number" },
    { name: "Rank before reranking", look: "number" }, { name: "Score before", look: "number" },
    { name: "By meaning", look: "number" }, { name: "By words", look: "number" },
  ], found.map((each) => [
    html`${away(articlePlace(places.get(each.passage_id) ?? `${each.article.slug}@0-0`), each.article.title)}
      <span class="under">${each.section.filter((part) => part !== each.article.title).join(" › ")}</span>
      <span class="under code">${each.passage_id}</span>${each.cited ? html`<span class="cited">cited</span>` : nothing}`,
    each.rank, numberOf(each.score), html`${each.fused_rank}<span class="under">${moved(each)}</span>`, numberOf(each.fused_score),
    foundBy(each.dense_rank, each.dense_score), foundBy(each.lexical_rank, each.lexical_score, 1),
  ]), found.map((each) => (each.cited ? "cited" : "")));
}

function away(address: string, words: string): TemplateResult {
  return html`<a href=${address} target="_blank" rel="noopener">${words}<span class="hidden"> (opens in a new tab)</span></a>`;
}

/** How far reranking moved a passage. */
function moved({ rank, fused_rank: before }: RankedPassage): string {
  if (rank === before) return "";
  return rank < before ? `up ${before - rank}` : `down ${rank - before}`;
}

function foundBy(rank: number | null, score: number | null, places = 3): TemplateResult | string {
  return rank === null ? "not among them" : html`${rank}<span class="under">${numberOf(score, places)}</span>`;
}

function statements(desk: Desk, weighed: readonly WeighedStatement[]): TemplateResult {
  if (!weighed.length) return html`<p class="hint">No statements were weighed.</p>`;
  const tiers = new Map(desk.offered?.tiers.map((tier) => [tier.id, tier]));
  const shown = weighed.filter((each) => each.fate === "shown").length;
  return html`<p class="hint">${counted(shown, "statement")} shown, ${weighed.length - shown} left out. Likelihood is beside the best one, from 0 to 1.</p>
    ${table("Statements weighed", [
    { name: "Statement", look: "wide" }, { name: "What became of it", look: "words" }, { name: "Kind of evidence", look: "words" }, { name: "Likelihood", look: "number" },
    { name: "Score", look: "number" },
  ], weighed.map((each) => [
    html`${each.n === null ? nothing : html`<span class="number">${each.n}</span>`}${each.text === null
      ? html`<em>Withheld by the output check.</em>` : html`<span dir="auto">${readable(each.text)}</span>`}
      <span class="under">${each.tier_basis}</span>
      ${each.caveats.length ? html`<span class="under">${each.caveats.map((caveat) => caveat.label).join(" ")}</span>` : nothing}
      <span class="under">${away(articlePlace(each.statement_id), each.statement_id)}</span>`,
    html`<span class="fate" data-fate=${each.fate === "shown" ? "shown" : "left"}>${each.fate === "shown" ? "Shown." : "Left out."}</span> <span>${each.fate_told}</span>
      <span class="under code">${each.fate}</span>`,
    tierPill(tiers.get(each.tier), each.tier),
    numberOf(each.likelihood),
    html`${numberOf(each.score)}<span class="under">${numberOf(each.cosine)} nearness</span><span class="under">${numberOf(each.coverage)} words</span>`,
  ]), weighed.map((each) => (each.fate === "shown" ? "cited" : "")))}`;
}

function drafted({ answer, behind }: DeskReply): TemplateResult {
  const told = answer.generation;
  return html`${told ? facts([
    ["Model", told.model || "no reply came"], ["Instructions", told.prompt], ["Tokens", told.tokens],
    ["Sentences", `${told.drafted} drafted, ${told.shown} shown`], ["Without a draft because", told.failure ? wordsOf("failure", told.failure) : undefined],
  ]) : nothing}
  ${behind.dropped.length ? html`<h5>Sentences that were dropped</h5><ul class="lines dropped">${behind.dropped.map((each) => html`<li>
    ${each.text === null ? html`<em>Withheld: it may not be shown anywhere.</em>` : html`<q dir="auto">${each.text}</q>`}
    <span class="why">${each.reason_told} <span class="code">${each.reason}</span></span></li>`)}</ul>` : nothing}`;
}

export function made({ index, disclaimer, timings_ms: timings, answer_id: id }: Pick<DeskAnswer, "index" | "disclaimer" | "timings_ms" | "answer_id">): TemplateResult {
  return html`${facts([
    ["Snapshot", index.snapshot], ["Library version", index.corpus_version], ["Built", momentOf(index.built_at)],
    ["Disclaimer", disclaimer.id], ["Answer", html`<a href="#record/${id}">${id}</a>`],
  ])}${timingTable(timings)}`;
}

export function timingTable(timings: Readonly<Record<string, number>>): TemplateResult {
  const stages = Object.entries(timings).sort(([one], [other]) => Number(one === "total") - Number(other === "total"));
  const longest = Math.max(...stages.map(([, taken]) => taken), 0.001);
  return table("Time by stage", [{ name: "Stage" }, { name: "Milliseconds", look: "number" }, { name: "Share" }],
    stages.map(([stage, taken]) => [wordsOf("stage", stage), numberOf(taken, 1), bar(taken / longest)]));
}
