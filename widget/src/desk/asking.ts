/** The questions that were asked at the desk, and what became of them. Draws nothing. */

import { message } from "../messages.js";
import type { Turn } from "../types.js";
import { emptyDraft, makingOf, wantedOf, type Draft, type Kind } from "./draft.js";
import { troubleFrom, type Trouble } from "./service.js";
import type { DeskQuestion, DeskReply } from "./shapes.js";
import type { Desk } from "./view.js";

/** Milliseconds after which staff are told that it takes longer than usual. */
const SLOW = 8000;

/** One answer of a question, alone or beside another. */
export interface Lane {
  readonly name: string;
  readonly request: DeskQuestion;
  /** The answer as the widget's parts know it. */
  readonly turn: Turn;
  reply?: DeskReply;
  trouble?: Trouble;
  /** It takes longer than usual. */
  slow?: boolean;
}

export interface Asked {
  readonly key: number;
  readonly question: string;
  readonly kind: Kind;
  readonly lanes: readonly Lane[];
}

export class Asking {
  draft: Draft = emptyDraft();
  /** The newest first. */
  asked: readonly Asked[] = [];
  /** Somebody asked without a question. */
  empty = false;
  #making = "";
  #ids: (string | undefined)[] = [];
  #running: AbortController | undefined;
  #next = 1;

  constructor(private readonly desk: Desk) {}

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Ask what is typed. */
  async ask(): Promise<void> {
    const facts = this.desk.offered?.facts;
    this.empty = !this.draft.question.trim();
    // The same words would be no change, and be told to nobody.
    this.desk.announce("");
    if (!facts || this.empty) return;
    this.stop();
    const making = makingOf(this.draft);
    if (making !== this.#making) this.restart();
    this.#making = making;
    const own = new AbortController();
    this.#running = own;
    const key = this.#next++;
    const lanes = wantedOf(this.draft, facts).map(({ name, request }, at): Lane => {
      const id = this.#ids[at];
      const turn: Turn = { question: request.question, key: key * 10 + at, state: "running" };
      return { name, turn, request: id ? { ...request, conversation_id: id } : request };
    });
    const asked = { key, question: lanes[0]?.request.question ?? "", kind: this.draft.kind, lanes };
    this.asked = [asked, ...this.asked.filter((each) => each.lanes.some((lane) => lane.reply))];
    this.desk.requestUpdate();
    void this.#reveal(key);
    await Promise.all(lanes.map((lane, at) => this.#run(lane, at, own.signal)));
    if (this.#running !== own) return;
    this.#running = undefined;
    this.desk.requestUpdate();
    if (!own.signal.aborted) this.desk.announce(lanes.map((lane) => told(lane, lanes.length > 1)).filter(Boolean).join(" "));
  }

  typed(question: string): void {
    this.draft.question = question;
    if (!this.empty) return;
    this.empty = false;
    this.desk.requestUpdate();
  }

  stop(): void {
    this.#running?.abort();
  }

  /** Begin a new conversation; what was typed and chosen stays. */
  restart(): void {
    this.stop();
    this.asked = [];
    this.#ids = [];
    this.desk.requestUpdate();
  }

  /** Forget everything, as for another person. */
  clear(): void {
    this.restart();
    this.draft = emptyDraft();
  }

  /** Bring a question's answers into view where they are not: below the form, or above where somebody reads. */
  async #reveal(key: number): Promise<void> {
    await this.desk.updateComplete;
    const at = this.desk.renderRoot.querySelector<HTMLElement>(`#asked-${key}`);
    const top = at?.getBoundingClientRect().top ?? 0;
    if (!at || (top >= 0 && top < innerHeight / 2)) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    at.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
    // On a touch screen the keyboard would cover the answer.
    if (matchMedia("(pointer: coarse)").matches) at.focus({ preventScroll: true });
  }

  async #run(lane: Lane, at: number, signal: AbortSignal): Promise<void> {
    const slow = setTimeout(() => {
      lane.slow = true;
      this.desk.requestUpdate();
    }, SLOW);
    try {
      const reply = await this.desk.service.ask(lane.request, signal);
      lane.reply = reply;
      Object.assign(lane.turn, { state: "done", answer: reply.answer });
      if (!signal.aborted) this.#ids[at] = reply.answer.conversation_id;
    } catch (error) {
      if (signal.aborted) lane.turn.state = "stopped";
      else {
        lane.turn.state = "failed";
        if (!this.desk.ended(error)) lane.trouble = troubleFrom(error);
      }
    } finally {
      clearTimeout(slow);
    }
    this.desk.requestUpdate();
  }
}

/** What screen readers are told of a finished answer; an emergency speaks for itself. */
function told(lane: Lane, named: boolean): string {
  const name = named ? `${lane.name}: ` : "";
  if (lane.trouble) return `${name}No answer. ${lane.trouble.title}.`;
  const answer = lane.reply?.answer;
  if (!answer || answer.outcome === "emergency") return "";
  const title = message("en", answer.reason === "about_the_desk" ? "about" : answer.outcome);
  return name + message("en", "finished", { title, n: answer.evidence.length });
}
