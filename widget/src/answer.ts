/** One turn of the conversation: the question, and what became of it. */

import { html, nothing, type TemplateResult } from "lit";

import { citeButton, outward, sourceItem, statementCard } from "./evidence.js";
import { feedbackRow } from "./feedback.js";
import { ownQuestion } from "./messages.js";
import { phoneNumbers } from "./text.js";
import { badge } from "./tier.js";
import { failureCard, stopped, working } from "./trouble.js";
import type { Answer, Disclaimer, Evidence, Statement, Turn } from "./types.js";
import type { View } from "./view.js";

type Drawn = TemplateResult | typeof nothing;
const URGENT = new Set(["emergency", "crisis"]);
const HELPLINES = "findahelpline.com";

export function disclaimerNote(disclaimer: Disclaimer): TemplateResult {
  return html`<div class="disclaimer" role="note" lang=${disclaimer.lang}><p>${disclaimer.text}</p></div>`;
}

/** Draw a turn.
 *  @param opening The disclaimer to show until the turn has its own.
 *  @param before The turn before it. */
export function turnView(view: View, turn: Turn, opening: Disclaimer, before: Turn | undefined): TemplateResult {
  return html`<section class="turn" data-state=${turn.state} aria-busy=${turn.state === "running" ? "true" : "false"}>
    <p class="question" tabindex="-1"><span class="hidden">${view.say("asked")}: </span><bdi>${turn.question}</bdi></p>
    ${turn.answer ? answerView(view, turn, turn.answer, before?.answer) : unfinished(view, turn, opening)}
  </section>`;
}

/** What happens comes first: in two languages the disclaimer fills a phone. */
function unfinished(view: View, turn: Turn, opening: Disclaimer): TemplateResult {
  const note = disclaimerNote(turn.disclaimer ?? opening);
  if (turn.state === "running") {
    return html`${working(view, turn)}${note}${statements(view, turn.statements ?? [], turn.shown ?? [])}`;
  }
  if (turn.state === "stopped") return html`${stopped(view, turn)}${note}`;
  return html`${turn.failure ? failureCard(view, turn, turn.failure) : nothing}${note}`;
}

/** The heading of an answer, also what is announced once it is there. */
export function titleOf(view: View, answer: Answer): string {
  return view.say(answer.reason === "about_the_desk" ? "about" : answer.outcome);
}

function answerView(view: View, turn: Turn, answer: Answer, before: Answer | undefined): TemplateResult {
  const urgent = answer.notices.filter((notice) => URGENT.has(notice.kind)).map((notice) => notice.text);
  const notices = answer.notices.filter((notice) => !URGENT.has(notice.kind));
  const said = answer.statements.filter((each) => !urgent.includes(each.text));
  const emergency = answer.outcome === "emergency" || urgent.length > 0;
  return html`
    ${emergency ? emergencyCard(view, urgent.length ? urgent : answer.statements.map((each) => each.text)) : nothing}
    ${answer.asked_as ? html`<p class="asked-as" dir="auto">${view.say("askedAs", { question: answer.asked_as })}</p>` : nothing}
    ${disclaimerNote(answer.disclaimer)}
    ${answer.outcome === "emergency" ? nothing : html`<h3 class="outcome" data-outcome=${answer.outcome}>${titleOf(view, answer)}</h3>`}
    ${answer.strongest_tier ? html`<p class="strongest"><span>${view.say("strongest")}</span> ${badge(answer.strongest_tier)}</p>` : nothing}
    ${answer.conflicts.length ? conflicts(view, answer) : nothing}
    ${emergency && !urgent.length ? nothing : statements(view, said, answer.evidence)}
    ${notices.length ? html`<ul class="notices" aria-label=${view.say("notes")}>${notices.map((notice) => html`<li dir="auto">${notice.text}</li>`)}</ul>` : nothing}
    ${sources(view, answer.evidence)}
    ${answer.related.length ? html`<section class="related"><h4>${view.say("related")}</h4>
      <ul class="plain-list">${eachQuoteOnce(answer.related).map((entry) => sourceItem(view, entry, true))}</ul></section>` : nothing}
    ${instead(view, answer)}
    <p class="stamp">${stamp(view, answer, before)}</p>
    ${answer.outcome === "emergency" ? nothing : feedbackRow(view, turn, answer)}`;
}

/** Which library has answered; two answers of different ones need not agree. */
function stamp(view: View, answer: Answer, before: Answer | undefined): string {
  const library = view.say("library", { date: answer.index.built_at.slice(0, 10) });
  const renewed = before !== undefined && before.index.snapshot !== answer.index.snapshot;
  return renewed ? `${library}. ${view.say("renewed")}` : library;
}

/** The same footnote may stand in several articles: of equal quotes, the nearest one is enough. */
function eachQuoteOnce(entries: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return entries.filter((entry) => !seen.has(entry.quote) && seen.add(entry.quote));
}

export function emergencyCard(view: View, texts: readonly string[]): TemplateResult {
  const numbers = [...new Set(texts.flatMap(phoneNumbers))];
  const helplines = texts.some((text) => text.includes(HELPLINES));
  return html`<div class="emergency" role="alert">
    <h3><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2.5L23 21.5H1z" fill="none" stroke="currentColor"
      stroke-width="2" stroke-linejoin="round"></path><path d="M12 9v6M12 17.5v1.5" stroke="currentColor"
      stroke-width="2.4" stroke-linecap="round"></path></svg>${view.say("emergency")}</h3>
    ${texts.map((text) => html`<p dir="auto">${text}</p>`)}
    ${numbers.length || helplines ? html`<p class="calls">${numbers.map((number) => html`<a class="call"
      href="tel:${number.replace(/\s/g, "")}">${view.say("call", { number })}</a>`)}${helplines
      ? html`<span class="call">${outward(view, `https://${HELPLINES}`, HELPLINES)}</span>` : nothing}</p>` : nothing}
  </div>`;
}

/** Statements in order; a framing sentence that ends in a colon heads the group after it. */
function statements(view: View, said: readonly Statement[], evidence: readonly Evidence[]): TemplateResult[] {
  const known = new Map(evidence.map((entry) => [entry.n, entry]));
  const explained = new Set<string>();
  return said.map((each) => {
    if (each.kind === "framing") {
      return /[:：]\s*$/.test(each.text)
        ? html`<h4 class="framing" dir="auto">${each.text}</h4>` : html`<p class="framing" dir="auto">${each.text}</p>`;
    }
    const cited = each.citations.map((n) => known.get(n)).filter((entry) => entry !== undefined);
    return statementCard(view, each, cited, explained);
  });
}

export function conflicts(view: View, answer: Answer): TemplateResult {
  return html`<div class="card conflict"><h4>${view.say("conflict")}</h4>${answer.conflicts.map((each) => html`
    <p dir="auto">${each.statement}${answer.evidence.filter((entry) => each.citations.includes(entry.n))
      .map((entry) => html` ${citeButton(view, entry)}`)}</p>`)}</div>`;
}

function sources(view: View, evidence: readonly Evidence[]): Drawn {
  if (!evidence.length) return nothing;
  return html`<details class="sources"><summary>${view.say("sources")} (${evidence.length})</summary>
    <ol class="plain-list">${evidence.map((entry) => sourceItem(view, entry, false))}</ol></details>`;
}

/** After an answer without evidence: what can be asked instead. */
function instead(view: View, answer: Answer): Drawn {
  const plain = answer.outcome === "refused" || answer.outcome === "not_in_library";
  if (!plain) return nothing;
  return html`<div class="instead"><h4>${view.say("instead")}</h4>${suggestionList(view, view.insteadOf(answer.reason))}</div>`;
}

export function suggestionList(view: View, questions: readonly string[]): TemplateResult {
  return html`<ul class="suggestions">${questions.map((question) => html`<li><button type="button" dir="auto"
    lang=${ownQuestion(question) ? "en" : nothing} @click=${() => view.pick(question)}>${question}</button></li>`)}</ul>`;
}
