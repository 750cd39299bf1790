/** The queue of feedback: what readers said, and what is decided on it. */

import { html, nothing, type TemplateResult } from "lit";

import { Listing, PAGE, type Query } from "./listing.js";
import { troubleFrom } from "./service.js";
import type { Feedback, Page } from "./shapes.js";
import type { Desk } from "./view.js";
import { codesOf, momentOf, wordsOf } from "./words.js";

type Found = Page & { readonly feedback: readonly Feedback[] };

export class Queue {
  #list: Listing<Found>;
  /** What was last said beside an entry, by its id. */
  #notes = new Map<string, string>();

  constructor(private readonly desk: Desk) {
    this.#list = new Listing<Found>(desk, "feedback", [
      { name: "state", words: "State", options: codesOf("state").map((code) => [code, wordsOf("state", code)]) },
      { name: "rating", words: "Rating", options: [["up", "helpful"], ["down", "not helpful"]] },
      { name: "tag", words: "About", options: codesOf("tag").map((code) => [code, wordsOf("tag", code)]) },
      { name: "answer_id", words: "Answer" },
    ], (query) => desk.service.queue({ ...query, limit: PAGE }));
  }

  load(query: Query): void {
    void this.#list.load(query);
  }

  forget(): void {
    this.#list.forget();
    this.#notes.clear();
  }

  view(query: Query): TemplateResult {
    return html`<p class="lead">What readers said of answers, the newest first; a second decision replaces the first. An operator makes
      an evaluation case of a wrong citation with <code>refdesk feedback case</code>.</p>
      ${this.#list.view(query, ["entry of feedback", "entries of feedback"], (found) => html`<ul class="plain-list stack">${found.feedback.map((each) => this.#entry(each))}</ul>`)}`;
  }

  #entry(given: Feedback): TemplateResult {
    const note = this.#notes.get(given.feedback_id);
    return html`<li class="card entry" data-state=${given.state} data-id=${given.feedback_id}>
      <p class="entry-head"><strong>${given.rating === "up" ? "▲ Helpful" : "▼ Not helpful"}</strong>
        ${given.tags.map((tag) => html`<span class="chip">${wordsOf("tag", tag)}</span>`)}
        <span class="chip state" data-state=${given.state}>${wordsOf("state", given.state)}</span></p>
      ${given.comment ? html`<p class="comment" dir="auto">${given.comment}</p>` : nothing}
      <p class="basis">${momentOf(given.made_at)}, by ${given.caller}. <a href="#record/${given.answer_id}">Record of the answer</a>
        ${given.reviewed_by ? html`<br>Reviewed by ${given.reviewed_by}, ${momentOf(given.reviewed_at)}.` : nothing}
        ${given.case_id ? html`<br>Evaluation case <span class="code">${given.case_id}</span>.` : nothing}</p>
      <p class="row">${this.#decision(given, "accept", "accepted", "Accept")}${this.#decision(given, "dismiss", "dismissed", "Dismiss")}
        ${note ? html`<span class="note">${note}</span>` : nothing}</p>
    </li>`;
  }

  #decision(given: Feedback, action: "accept" | "dismiss", state: string, words: string): TemplateResult | typeof nothing {
    if (given.state === state) return nothing;
    const name = `${words} what was said on ${momentOf(given.made_at)}`;
    return html`<button type="button" class="plain-button" data-action=${action} aria-label=${name} @click=${() => void this.#decide(given, action)}>${words}</button>`;
  }

  async #decide(given: Feedback, action: "accept" | "dismiss"): Promise<void> {
    const id = given.feedback_id;
    try {
      const decided = await this.desk.service.review(id, action);
      const { found } = this.#list;
      if (found) this.#list.found = { ...found, feedback: found.feedback.map((each) => (each.feedback_id === id ? decided : each)) };
      this.#notes.set(id, `Now ${wordsOf("state", decided.state)}.`);
    } catch (error) {
      if (this.desk.ended(error)) return;
      this.#notes.set(id, `Not decided. ${troubleFrom(error).title}.`);
    }
    this.desk.announce(this.#notes.get(id) ?? "");
    await this.desk.updateComplete;
    // The button that was pressed is gone: its neighbour has the other decision.
    const at = this.desk.renderRoot.querySelector(`[data-id="${CSS.escape(id)}"]`);
    at?.querySelector<HTMLElement>("button")?.focus();
  }
}
