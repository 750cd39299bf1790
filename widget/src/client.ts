/** The widget's side of the HTTP contract. A question leaves in a request body and is logged nowhere. */

import { events } from "./sse.js";
import { isAnswer, type Answer, type Disclaimer, type Evidence, type Failure, type Policy, type Problem, type Span, type Statement } from "./types.js";
import { retryAfter } from "./waiting.js";

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

export interface Context {
  readonly span: Span;
  readonly text: string;
}

const EVENTS = new Set(["disclaimer", "policy", "evidence", "statement", "done"]);
/** Milliseconds without a byte after which a stream counts as broken. */
const SILENCE = 60_000;
/** Statuses by which the service says that it gives no token, rather than not now. */
const NO_TOKEN = new Set([401, 403, 404]);

export class Client {
  #token: string | undefined;
  #renewing: Promise<Response | undefined> | undefined;

  /** @param server Origin (and path) of the service, without the slash at the end. */
  constructor(readonly server: string) {}

  /** Ask; give what the server tells until the answer is whole.
   *  @throws RequestFailed, or an AbortError where `signal` stopped it. */
  async *ask(question: Question, signal: AbortSignal): AsyncGenerator<Told> {
    const quiet = new AbortController();
    const either = AbortSignal.any([signal, quiet.signal]);
    let timer = setTimeout(() => quiet.abort(), SILENCE);
    let begun = false;
    let whole = false;
    try {
      const reply = await this.#send("/v1/ask/stream", question, either);
      if (!reply.ok || !reply.body) throw await problemOf(reply);
      for await (const event of events(reply.body)) {
        clearTimeout(timer);
        timer = setTimeout(() => quiet.abort(), SILENCE);
        begun = true;
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
      throw new RequestFailed({ kind: !navigator.onLine ? "offline" : begun ? "broken" : "unreachable" });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Return a passage's surroundings, "gone" where the library has it no more, or undefined where
   *  they cannot be had. */
  async context(passage: string): Promise<Context | "gone" | undefined> {
    try {
      const reply = await this.#fetch(`/v1/passages/${encodeURIComponent(passage)}`, {});
      if (reply.status === 404) return "gone";
      return reply.ok ? ((await reply.json()) as { context: Context }).context : undefined;
    } catch {
      return undefined;
    }
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

  /** Fetch; where the server wants a token, or another one, get it and try once more. */
  async #fetch(path: string, request: RequestInit): Promise<Response> {
    const used = this.#token;
    const first = await this.#once(path, request);
    if (first.status !== 401) return first;
    // Another request may have got a new one meanwhile: one token is enough for all.
    const refusal = used === this.#token ? await this.#renewed() : undefined;
    if (!refusal) return this.#once(path, request);
    return NO_TOKEN.has(refusal.status) ? first : refusal;
  }

  #once(path: string, request: RequestInit): Promise<Response> {
    const headers = new Headers(request.headers);
    if (this.#token) headers.set("Authorization", `Bearer ${this.#token}`);
    return fetch(this.server + path, {
      ...request, headers, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer",
    });
  }

  /** Get a token, once however many wait for it; give the reply where there is none. */
  #renewed(): Promise<Response | undefined> {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renew(): Promise<Response | undefined> {
    this.#token = undefined;
    const reply = await this.#once("/v1/session", { method: "POST" });
    if (!reply.ok) return reply;
    const { token } = (await reply.json()) as { token?: unknown };
    if (typeof token === "string") this.#token = token;
    return undefined;
  }
}

async function problemOf(reply: Response): Promise<RequestFailed> {
  let told: Problem = {};
  try {
    told = (await reply.json()) as Problem;
  } catch {
    // Not the service itself, but something before it, has answered.
  }
  return failed({ ...told, status: reply.status }, retryAfter(reply.headers.get("Retry-After")));
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
