/** What a reader can do with an answer: take it along, rate it, report a citation. */

import { html, nothing, svg, type TemplateResult } from "lit";

import type { Answer, Turn } from "./types.js";
import type { View } from "./view.js";

/** The tag of a report, as POST /v1/feedback takes it. */
const WRONG = "wrong_citation";
const THUMB = svg`<path d="M7 10v10H3.5V10zM7 19l1.8.8c.5.2 1 .2 1.5.2h6.2a2 2 0 001.97-1.65l1.2-6.5A2 2 0
  0017.7 9.5H13.5l.7-4.2A1.9 1.9 0 0012.3 3L7 10.5" fill="none" stroke="currentColor" stroke-width="1.7"
  stroke-linejoin="round"></path>`;

export function feedbackRow(view: View, turn: Turn, answer: Answer): TemplateResult {
  const state = view.feedbackOf(turn);
  return html`<div class="actions">
      <button type="button" class="plain-button" @click=${() => view.copy(turn)}>${view.say("copy")}</button>
      <span class="rate">
        ${thumb(view, turn, "up")}${thumb(view, turn, "down")}
        ${answer.evidence.length ? html`<button type="button" class="quiet" aria-expanded=${state === "form"}
          @click=${() => view.showForm(turn, state !== "form")}>${view.say("wrong")}</button>` : nothing}
      </span>
    </div>
    ${state === "form" ? reportForm(view, turn, answer) : nothing}
    ${turn.note ? html`<p class="note">${turn.note}</p>` : nothing}`;
}

function thumb(view: View, turn: Turn, rating: "up" | "down"): TemplateResult {
  const pressed = view.feedbackOf(turn) === rating;
  return html`<button type="button" class="icon" data-rating=${rating} aria-pressed=${pressed}
    aria-label=${view.say(rating === "up" ? "helpful" : "notHelpful")} @click=${() => view.feedback(turn, rating)}>
    <svg viewBox="0 0 24 24" aria-hidden="true">${THUMB}</svg></button>`;
}

function reportForm(view: View, turn: Turn, answer: Answer): TemplateResult {
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const filled = new FormData(event.currentTarget as HTMLFormElement);
    const comment = `[${String(filled.get("citation"))}] ${String(filled.get("comment")).trim()}`.trim();
    void view.feedback(turn, "down", [WRONG], comment);
  };
  return html`<form class="card report" @submit=${send}>
    <h4>${view.say("wrongTitle")}</h4>
    <label>${view.say("wrongWhich")}
      <select name="citation">${answer.evidence.map((entry) => html`<option value=${entry.n}>${entry.n}: ${entry.article.title}</option>`)}</select></label>
    <label>${view.say("wrongHow")}<textarea name="comment" rows="2" maxlength="1000"></textarea></label>
    <p class="actions"><button type="submit" class="strong">${view.say("send")}</button>
      <button type="button" class="plain-button" @click=${() => view.showForm(turn, false)}>${view.say("cancel")}</button></p>
  </form>`;
}
