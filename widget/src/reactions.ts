/** What a reader does with an answer, as it happens: takes it along, rates it, reports a citation. */

import type { Client } from "./client.js";
import { asText, toClipboard } from "./copy.js";
import type { MessageKey } from "./messages.js";
import { placeOf } from "./turns.js";
import type { Turn } from "./types.js";
import type { FeedbackState } from "./view.js";

/** What of the widget they need. */
export interface Place {
  readonly client: Client;
  readonly locale: string;
  say(key: MessageKey): string;
  /** Say something in passing: to screen readers, and beside the answer's buttons. */
  note(turn: Turn, text: string): void;
  /** Draw anew; give what is drawn. */
  drawn(): Promise<ParentNode>;
  /** Tell the page. */
  tell(name: string, detail: object): void;
}

export class Reactions {
  #given = new Map<number, FeedbackState>();

  constructor(private readonly place: () => Place) {}

  of(turn: Turn): FeedbackState {
    return this.#given.get(turn.key);
  }

  /** Show or hide the form for a wrong citation; the focus goes with it. */
  async showForm(turn: Turn, shown: boolean): Promise<void> {
    this.#given.set(turn.key, shown ? "form" : undefined);
    const at = placeOf(turn, await this.place().drawn());
    at?.querySelector<HTMLElement>(shown ? ".report select" : ".rate .quiet")?.focus();
  }

  clear(): void {
    this.#given.clear();
  }

  async copy(turn: Turn): Promise<void> {
    if (!turn.answer) return;
    const { locale, note, say } = this.place();
    const done = await toClipboard(asText(turn.answer, turn.question, locale));
    note(turn, say(done ? "copied" : "notCopied"));
  }

  async rate(turn: Turn, rating: "up" | "down", tags: string[], comment: string): Promise<void> {
    if (!turn.answer) return;
    const { client, note, say, tell } = this.place();
    const given = { answer_id: turn.answer.answer_id, rating, tags, ...(comment ? { comment } : {}) };
    const taken = await client.feedback(given);
    this.#given.set(turn.key, taken && !tags.length ? rating : undefined);
    note(turn, say(taken ? "thanks" : "noFeedback"));
    tell("refdesk-feedback", { answerId: turn.answer.answer_id, rating, tags, taken });
  }
}
