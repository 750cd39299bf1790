/** The turns of a conversation, and how a question becomes one of them. Draws nothing. */

import { RequestFailed, type Client, type Question, type Told } from "./client.js";
import { forget, keep, recall } from "./keep.js";
import type { Answer, Disclaimer, Failure, Turn } from "./types.js";

/** Milliseconds after which a reader is told that it takes longer than usual. */
const SLOW = 8000;

export interface Listener {
  /** Something of a turn is to be drawn anew. */
  changed(): void;
  answered(turn: Turn, answer: Answer): void;
  failed(turn: Turn, failure: Failure): void;
}

export class Conversation {
  turns: readonly Turn[] = [];
  #id: string | undefined;
  #running: AbortController | undefined;
  #next = 1;

  constructor(private readonly listener: Listener) {}

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Take up what this tab kept under a key. */
  resume(key: string): void {
    const kept = recall(key);
    if (!kept || this.turns.length) return;
    this.#id = kept.conversation;
    this.turns = kept.turns.map(({ question, answer }) => ({ question, answer, key: this.#next++, state: "done" as const }));
  }

  /** Begin a turn; what becomes of it is told to the listener. Turns that came to nothing go. */
  begin(question: string, client: Client, key: string, locale: string | undefined): Turn {
    this.#running?.abort();
    const own = new AbortController();
    this.#running = own;
    const turn: Turn = { question, key: this.#next++, state: "running", step: "sending" };
    this.turns = [...this.turns.filter((each) => each.state === "done"), turn];
    this.listener.changed();
    const request = { question, ...(locale ? { locale } : {}), ...(this.#id ? { conversation_id: this.#id } : {}) };
    void this.#run(turn, client, request, own, key);
    return turn;
  }

  stop(): void {
    this.#running?.abort();
  }

  clear(key: string): void {
    this.stop();
    this.turns = [];
    this.#id = undefined;
    forget(key);
    this.listener.changed();
  }

  change(turn: Turn, change: Partial<Turn>): void {
    Object.assign(turn, change);
    this.turns = [...this.turns];
    this.listener.changed();
  }

  async #run(turn: Turn, client: Client, request: Question, own: AbortController, key: string): Promise<void> {
    const slow = setTimeout(() => this.change(turn, { slow: true }), SLOW);
    try {
      for await (const told of client.ask(request, own.signal)) this.#take(turn, told, key);
    } catch (error) {
      if (own.signal.aborted) this.change(turn, { state: "stopped" });
      else if (error instanceof RequestFailed) this.#fail(turn, error.failure, error.disclaimer);
      else this.#fail(turn, { kind: "other" });
    } finally {
      clearTimeout(slow);
      if (this.#running === own) this.#running = undefined;
      this.listener.changed();
    }
  }

  #take(turn: Turn, told: Told, key: string): void {
    if (told.name === "disclaimer") this.change(turn, { disclaimer: told.value, step: "checking" });
    else if (told.name === "policy") this.change(turn, { step: "reading" });
    else if (told.name === "evidence") this.change(turn, { shown: told.value, step: told.value.length ? "writing" : "reading" });
    else if (told.name === "statement") this.change(turn, { statements: [...(turn.statements ?? []), told.value] });
    else this.#finish(turn, told.value, key);
  }

  #finish(turn: Turn, answer: Answer, key: string): void {
    this.#id = answer.conversation_id;
    this.change(turn, { answer, state: "done" });
    const done = this.turns.flatMap((each) => (each.answer ? [{ question: each.question, answer: each.answer }] : []));
    keep(key, { conversation: this.#id, turns: done });
    this.listener.answered(turn, answer);
  }

  /** What had come of a failed answer is taken back: half an answer may lack what limits it. */
  #fail(turn: Turn, failure: Failure, disclaimer?: Disclaimer): void {
    this.change(turn, { state: "failed", failure, statements: [], ...(disclaimer ? { disclaimer } : {}) });
    this.listener.failed(turn, failure);
  }
}
