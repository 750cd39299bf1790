/** What staff say of an answer, and taking it along as text; as the widget's parts ask for it. */

import { asText, toClipboard } from "../copy.js";
import type { Turn } from "../types.js";
import type { FeedbackState } from "../view.js";
import { troubleFrom } from "./service.js";
import type { Desk } from "./view.js";

export class Opinions {
  #given = new Map<number, FeedbackState>();

  constructor(private readonly desk: Desk) {}

  of(turn: Turn): FeedbackState {
    return this.#given.get(turn.key);
  }

  forget(): void {
    this.#given.clear();
  }

  async send(turn: Turn, rating: "up" | "down", tags: string[], comment: string): Promise<void> {
    if (!turn.answer) return;
    try {
      await this.desk.service.feedback({ answer_id: turn.answer.answer_id, rating, tags, ...(comment ? { comment } : {}) });
      this.#given.set(turn.key, tags.length ? undefined : rating);
      this.note(turn, this.desk.say("thanks"));
    } catch (error) {
      if (!this.desk.ended(error)) this.note(turn, `${this.desk.say("noFeedback")} ${troubleFrom(error).detail}`);
    }
    // The form has gone, and with it what held the focus.
    if (tags.length) await this.#focus(turn, ".rate .quiet");
  }

  async showForm(turn: Turn, shown: boolean): Promise<void> {
    this.#given.set(turn.key, shown ? "form" : undefined);
    await this.#focus(turn, shown ? ".report select" : ".rate .quiet");
  }

  async copy(turn: Turn): Promise<void> {
    if (!turn.answer) return;
    const done = await toClipboard(asText(turn.answer, turn.question, "en"));
    this.note(turn, this.desk.say(done ? "copied" : "notCopied"));
  }

  /** Say something beside an answer's buttons, and to screen readers. */
  note(turn: Turn, text: string): void {
    turn.note = text;
    this.desk.announce(text);
  }

  async #focus(turn: Turn, selector: string): Promise<void> {
    this.desk.requestUpdate();
    await this.desk.updateComplete;
    this.desk.renderRoot.querySelector<HTMLElement>(`[data-lane="${turn.key}"] ${selector}`)?.focus();
  }
}
