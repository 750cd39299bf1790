/** The widget's side of the HTTP contract. A question leaves in a request body and is logged nowhere. */

import { events } from "./sse.js";
import { isAnswer, type Answer, type Disclaimer, type Evidence, type Failure, type Policy, type Problem, type Statement } from "./types.js";

/** What a stream tells, one event each, in the contract's order. */
export type Told =
  | { readonly name: "disclaimer"; readonly value: Disclaimer }
  | { readonly name: "policy"; readonly value: Policy }
  | { readonly name: "evidence"; readonly value: Evidence[] }
  | { readonly name: "statement"; readonly value: Statement }
  | { readonly name: "done"; readonly value: Answer };

/** A request that came to nothing, named by what can be done about it. */
export class RequestFailed extends Error {
  constructor(readonly failure: Failure, readonly disclaimer?: Disclaimer) {
    super(failure.kind);
  }
}

export interface Question {
  readonly question: string;
  readonly conversation_id?: string;
  readonly locale?: string;
  readonly mode?: string;
}

export interface Feedback {
  readonly answer_id: string;
  readonly rating: "up" | "down";
  readonly tags: string[];
  readonly comment?: string;
}

const EVENTS = new Set(["disclaimer", "policy", "evidence", "statement", "done"]);
/** Milliseconds without a byte after which a stream counts as broken. */
const SILENCE = 60_000;

export class Client {
  #token: string | undefined;

  /** @param server Origin (and path) of the service, without the slash at the end. */
  constructor(readonly server: string) {}

  /** Ask; give what the server tells until the answer is whole.
   *  @throws RequestFailed, or an AbortError where `signal` stopped it. */
  async *ask(question: Question, signal: AbortSignal): AsyncGenerator<Told> {
    const quiet = new AbortController();
    const either = AbortSignal.any([signal, quiet.signal]);
    let timer = setTimeout(() => quiet.abort(), SILENCE);
    let whole = false;
    try {
      const reply = await this.#send("/v1/ask/stream", question, either);
      if (!reply.ok || !reply.body) throw await problemOf(reply);
      for await (const event of events(reply.body)) {
        clearTimeout(timer);
        timer = setTimeout(() => quiet.abort(), SILENCE);
        if (event.name === "error") throw failed(JSON.parse(event.data) as Problem);
        if (!EVENTS.has(event.name)) continue;
        const value = JSON.parse(event.data) as unknown;
        whole = event.name === "done";
        if (whole && !isAnswer(value)) throw new RequestFailed({ kind: "other" });
        yield { name: event.name, value } as Told;
      }
      if (!whole) throw new RequestFailed({ kind: "broken" });
    } catch (error) {
      if (error instanceof RequestFailed || signal.aborted) throw error;
      throw new RequestFailed({ kind: navigator.onLine ? (quiet.signal.aborted ? "broken" : "unreachable") : "offline" });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Return a passage's surroundings, or undefined where they cannot be had. */
  async context(passage: string): Promise<{ span: { start: number; end: number }; text: string } | undefined> {
    const found = await this.#get<{ context: { span: { start: number; end: number }; text: string } }>(
      `/v1/passages/${encodeURIComponent(passage)}`);
    return found?.context;
  }

  /** Return the current disclaimer in a language, where the server has one. */
  async disclaimer(language: string): Promise<Disclaimer | undefined> {
    const found = await this.#get<{ disclaimer: Disclaimer; disclaimers: Disclaimer[] }>("/v1/disclaimers");
    return found?.disclaimers.findLast((each) => each.lang === language) ?? found?.disclaimer;
  }

  /** Send feedback; tell whether it was taken. */
  async feedback(given: Feedback): Promise<boolean> {
    try {
      return (await this.#send("/v1/feedback", given)).ok;
    } catch {
      return false;
    }
  }

  async #get<Shape>(path: string): Promise<Shape | undefined> {
    try {
      const reply = await this.#fetch(path, {});
      return reply.ok ? ((await reply.json()) as Shape) : undefined;
    } catch {
      return undefined;
    }
  }

  async #send(path: string, body: object, signal?: AbortSignal): Promise<Response> {
    const request: RequestInit = {
      method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
    };
    if (signal) request.signal = signal;
    return this.#fetch(path, request);
  }

  /** Fetch; where the server wants a token, get one and try once more. */
  async #fetch(path: string, request: RequestInit): Promise<Response> {
    const first = await this.#once(path, request);
    if (first.status !== 401 || !(await this.#renew())) return first;
    return this.#once(path, request);
  }

  #once(path: string, request: RequestInit): Promise<Response> {
    const headers = new Headers(request.headers);
    if (this.#token) headers.set("Authorization", `Bearer ${this.#token}`);
    return fetch(this.server + path, {
      ...request, headers, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer",
    });
  }

  async #renew(): Promise<boolean> {
    this.#token = undefined;
    const reply = await this.#once("/v1/session", { method: "POST" });
    const given = reply.ok ? ((await reply.json()) as { token?: unknown }) : {};
    if (typeof given.token !== "string") return false;
    this.#token = given.token;
    return true;
  }
}

async function problemOf(reply: Response): Promise<RequestFailed> {
  let told: Problem = {};
  try {
    told = (await reply.json()) as Problem;
  } catch {
    // Not the service itself, but something before it, has answered.
  }
  return failed({ ...told, status: reply.status }, Number(reply.headers.get("Retry-After")) || undefined);
}

function failed(problem: Problem, wait?: number): RequestFailed {
  const text = problem.errors?.map((error) => error.message).join(" ") || problem.detail;
  const kind = kindOf(problem.status ?? 500);
  return new RequestFailed({ kind, ...(text ? { text } : {}), ...(wait ? { wait } : {}) }, problem.disclaimer);
}

function kindOf(status: number): Failure["kind"] {
  if (status === 401 || status === 403) return "denied";
  if (status === 413 || status === 422) return "invalid";
  if (status === 429) return "limited";
  if (status === 503) return "busy";
  return "other";
}
