/** One question with its one or two answers, and everything behind each. */

import { html, nothing, type TemplateResult } from "lit";

import { conflicts, disclaimerNote, emergencyCard, titleOf } from "../answer.js";
import { badge } from "../tier.js";
import { answerActions } from "./answer_actions.js";
import type { Asked, Lane } from "./asking.js";
import { behindView } from "./behind.js";
import { differenceOf, type Difference } from "./compare.js";
import { evidenceList, relatedList, statementList } from "./evidence_view.js";
import type { DeskAnswer } from "./shapes.js";
import { troubleCard } from "./trouble.js";
import type { Desk } from "./view.js";
import { wordsOf } from "./words.js";

type Drawn = TemplateResult | typeof nothing;
type Marks = ReadonlyMap<number, string>;
const PLACES = ["First", "Second"];
const URGENT = new Set(["emergency", "crisis"]);

/** The newest question, or an earlier one inside its fold. */
export function askedView(desk: Desk, asked: Asked): TemplateResult {
  const [left, right] = asked.lanes;
  const difference = left?.reply && right?.reply ? differenceOf(left.reply, right.reply) : undefined;
  return html`<section class="asked" aria-labelledby="asked-${asked.key}">
    <h2 class="asked-question" id="asked-${asked.key}" tabindex="-1" dir="auto"><span class="hidden">Question: </span>${asked.question}</h2>
    ${difference ? differences(difference) : nothing}
    <div class="lanes" data-count=${asked.lanes.length}>${asked.lanes.map((lane, at) =>
      laneView(desk, lane, asked.lanes.length > 1 ? PLACES[at] : undefined, difference?.marks[at] ?? new Map<number, string>()))}</div>
  </section>`;
}

export function earlierView(desk: Desk, asked: Asked): TemplateResult {
  const outcomes = asked.lanes.map((lane) => wordsOf("outcome", lane.reply?.answer.outcome ?? "")).filter(Boolean);
  return html`<details class="earlier card"><summary><span dir="auto">${asked.question}</span>
    <span class="aside">${outcomes.join(" | ")}</span></summary>${askedView(desk, asked)}</details>`;
}

function differences({ lines }: Difference): TemplateResult {
  return html`<div class="differences card"><h3>What differs</h3>${lines.length
    ? html`<ul class="lines">${lines.map((each) => html`<li dir="auto">${each}</li>`)}</ul>`
    : html`<p>Nothing: outcome, evidence, kinds of evidence and notices are the same.</p>`}</div>`;
}

function laneView(desk: Desk, lane: Lane, place: string | undefined, marks: Marks): TemplateResult {
  const { state } = lane.turn;
  return html`<div class="lane" data-lane=${lane.turn.key} data-state=${state} aria-busy=${state === "running" ? "true" : "false"}>
    ${place ? html`<h3 class="lane-name"><span class="term">${place}</span> ${lane.name}</h3>` : nothing}
    ${lane.reply ? answered(desk, lane, lane.reply.answer, marks) : html`${disclaimerNote(lane.trouble?.disclaimer ?? OPENING_DISCLAIMER)}${unanswered(desk, lane)}`}
  </div>`;
}

function unanswered(desk: Desk, lane: Lane): Drawn {
  if (lane.turn.state === "running") {
    const doing = lane.request.mode === "generative" ? "Searching the library, drafting and checking the draft" : "Searching the library";
    return html`<div class="working"><span class="spinner" aria-hidden="true"></span><p>${doing}…${lane.slow ? html`<br>${desk.say("slow")}` : nothing}</p></div>`;
  }
  if (lane.trouble) return troubleCard(lane.trouble, false);
  return html`<p class="stopped">Stopped before an answer came.</p>`;
}

function answered(desk: Desk, lane: Lane, answer: DeskAnswer, marks: Marks): TemplateResult {
  const urgent = answer.notices.filter((notice) => URGENT.has(notice.kind)).map((notice) => notice.text);
  const emergency = answer.outcome === "emergency" || urgent.length > 0;
  const notices = answer.notices.filter((notice) => !URGENT.has(notice.kind));
  const said = emergency && !urgent.length ? [] : answer.statements.filter((each) => !urgent.includes(each.text));
  return html`
    ${emergency ? emergencyCard(desk, urgent.length ? urgent : answer.statements.map((each) => each.text)) : nothing}
    ${disclaimerNote(answer.disclaimer)}
    ${answer.outcome === "emergency" ? nothing : html`<h3 class="outcome" data-outcome=${answer.outcome}>${titleOf(desk, answer)}</h3>`}
    <p class="verdict">${verdict(answer)}</p>
    ${elsewhere(desk, answer)}
    ${answer.asked_as ? html`<p class="asked-as" dir="auto">Read together with the earlier questions as: ${answer.asked_as}</p>` : nothing}
    ${answer.strongest_tier ? html`<p class="strongest"><span>${desk.say("strongest")}</span> ${badge(answer.strongest_tier)}</p>` : nothing}
    ${generation(answer)}
    ${answer.conflicts.length ? conflicts(desk, answer) : nothing}
    ${statementList(desk, said, answer.evidence, marks)}
    ${notices.length ? html`<ul class="notices" aria-label=${desk.say("notes")}>${notices.map((notice) => html`<li dir="auto">${notice.text}
      <span class="code">${notice.kind}</span></li>`)}</ul>` : nothing}
    ${answer.related.length ? relatedList(desk, answer.related) : nothing}
    ${answerActions(desk, lane)}
    ${evidenceList(desk, answer.evidence, marks)}
    ${behindView(desk, lane)}`;
}

function verdict({ policy, reason }: DeskAnswer): string {
  const { category, action } = policy;
  const seen = category === "none" ? "The policy has nothing against it" : `The policy sees ${wordsOf("reason", category)}: ${wordsOf("action", action)}`;
  return reason === category || reason === "none" ? `${seen}.` : `${seen}; ${wordsOf("reason", reason)}.`;
}

/** Articles are shown as they are served, whatever snapshot an answer was made from. */
function elsewhere(desk: Desk, { index }: DeskAnswer): Drawn {
  const serving = desk.offered?.facts.snapshots.find((each) => each.serving)?.id;
  if (!serving || serving === index.snapshot) return nothing;
  return html`<p class="aside">Made from a snapshot that does not serve: links lead to the articles of the one that does.</p>`;
}

/** What became of a model's draft, where one was wanted. */
function generation({ generation: told }: DeskAnswer): Drawn {
  if (!told) return nothing;
  if (told.used) return html`<p class="aside">Drafted by ${told.model || "a model"}: ${told.shown} of ${told.drafted} sentences passed the checks.</p>`;
  return html`<p class="aside noted"><strong>No draft is shown:</strong> ${wordsOf("failure", told.failure)}. This is the extractive answer.</p>`;
}
