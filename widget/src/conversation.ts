/** The turns of a conversation, and how a question becomes one of them. Draws nothing. */

import type { Announcer } from "./announcer.js";
import { RequestFailed, type Client, type Question, type Told } from "./client.js";
import { forget, keep, recall } from "./keep.js";
import type { Answer, Disclaimer, Failure, Turn } from "./types.js";
import { everySecond } from "./waiting.js";

/** Seconds after which a reader is told that it takes longer than usual. */
const SLOW = 8;

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

  constructor(private readonly listener: Listener, private readonly announcer: Announcer) {}

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

  /** The window says that the connection is back, or gone. Nothing is asked again by itself. */
  connection(there: boolean): void {
    const last = this.turns.at(-1);
    if (!last || (last.state !== "running" && last.failure?.kind !== "offline")) return;
    this.change(last, { connection: there ? "back" : "lost" });
    this.announcer.connected(last, there);
  }

  change(turn: Turn, change: Partial<Turn>): void {
    Object.assign(turn, change);
    this.turns = [...this.turns];
    this.listener.changed();
  }

  async #run(turn: Turn, client: Client, request: Question, own: AbortController, key: string): Promise<void> {
    const rest = everySecond((waited) => this.#waits(turn, waited));
    try {
      for await (const told of client.ask(request, own.signal)) this.#take(turn, told, key);
    } catch (error) {
      if (own.signal.aborted) this.change(turn, { state: "stopped" });
      else if (error instanceof RequestFailed) this.#fail(turn, error.failure, error.disclaimer);
      else this.#fail(turn, { kind: "other" });
    } finally {
      rest();
      if (this.#running === own) this.#running = undefined;
      this.listener.changed();
    }
  }

  #waits(turn: Turn, waited: number): boolean {
    const first = turn.waited === undefined;
    if (waited < SLOW) return true;
    this.change(turn, { waited });
    if (first) this.announcer.slow(turn);
    return true;
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
    if (failure.wait) this.#count(turn, failure.wait);
  }

  /** Count down to when the service lets a question be asked again, as long as it is shown. */
  #count(turn: Turn, wait: number): void {
    this.change(turn, { left: wait });
    everySecond((gone) => {
      if (!this.turns.includes(turn)) return false;
      this.change(turn, { left: Math.max(0, wait - gone) });
      if (!turn.left) this.announcer.free();
      return Boolean(turn.left);
    });
  }
}
