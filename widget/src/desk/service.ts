/** The desk's side of the HTTP interface: as who is signed in, by a cookie that scripts cannot read. */

import type { Disclaimer } from "../types.js";
import {
  isDeskReply, type AnswerRecord, type ArticleEntry, type AuditEntry, type DeskFacts, type DeskQuestion, type DeskReply,
  type Feedback, type Format, type Page, type Rating, type Session, type TierEntry,
} from "./shapes.js";

/** What the service said instead of what was asked for, in its own words. */
export class Trouble extends Error {
  constructor(
    readonly status: number, readonly title: string, readonly detail: string,
    readonly lines: readonly string[] = [], readonly disclaimer?: Disclaimer, readonly wait?: number, readonly code = "",
  ) {
    super(title);
  }

  /** Nobody is signed in any more, or somebody else is. */
  get signedOut(): boolean {
    return this.status === 401 || this.code === "page-token-required";
  }
}

/** Whatever was thrown, as something to show. */
export function troubleFrom(error: unknown): Trouble {
  return error instanceof Trouble ? error : new Trouble(0, "Something went wrong on this page", "Try again, or load the page anew.");
}

export interface Given {
  readonly answer_id: string;
  readonly rating: Rating;
  readonly tags: readonly string[];
  readonly comment?: string;
}

/** A file as the service names it. */
export interface Exported {
  readonly name: string;
  readonly content: Blob;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

export class Service {
  #csrf = "";

  /** Return who is asking. */
  async session(): Promise<Session> {
    return this.#known(await this.#json<Session>("GET", "/v1/session"));
  }

  /** Sign in with an API key. */
  async signIn(key: string): Promise<Session> {
    return this.#known(await this.#json<Session>("POST", "/auth/key", { key }));
  }

  async signOut(): Promise<void> {
    await this.#json("DELETE", "/v1/session");
    this.#csrf = "";
  }

  facts(): Promise<DeskFacts> {
    return this.#json("GET", "/v1/desk");
  }

  async tiers(): Promise<readonly TierEntry[]> {
    return (await this.#json<{ tiers: TierEntry[] }>("GET", "/v1/tiers")).tiers;
  }

  async caveats(): Promise<readonly { id: string; label: string }[]> {
    return (await this.#json<{ caveats: { id: string; label: string }[] }>("GET", "/v1/caveats")).caveats;
  }

  /** Return the articles of the library; none where there is no library yet. */
  async articles(): Promise<readonly ArticleEntry[]> {
    try {
      return (await this.#json<{ articles: ArticleEntry[] }>("GET", "/v1/articles")).articles;
    } catch (error) {
      if (error instanceof Trouble && error.status === 503) return [];
      throw error;
    }
  }

  /** @throws Trouble, or an AbortError where `signal` stopped it. */
  async ask(question: DeskQuestion, signal: AbortSignal): Promise<DeskReply> {
    const reply = await this.#json<unknown>("POST", "/v1/desk/ask", question, signal);
    if (!isDeskReply(reply)) throw new Trouble(200, "Not an answer", "What came back is no answer that may be shown.");
    return reply;
  }

  async export(format: Format, question: string, reply: DeskReply): Promise<Exported> {
    const body = { format, question, answer: reply.answer, seal: reply.seal };
    const file = await this.#send("POST", "/v1/desk/export", body);
    const named = /filename="([^"]+)"/.exec(file.headers.get("Content-Disposition") ?? "");
    return { name: named?.[1] ?? `answer.${ENDINGS[format]}`, content: await file.blob() };
  }

  async feedback(given: Given): Promise<void> {
    await this.#json("POST", "/v1/feedback", given);
  }

  queue(query: Query): Promise<Page & { readonly feedback: readonly Feedback[] }> {
    return this.#json("GET", `/v1/admin/feedback${queryOf(query)}`);
  }

  async review(id: string, action: "accept" | "dismiss"): Promise<Feedback> {
    const path = `/v1/admin/feedback/${encodeURIComponent(id)}`;
    return (await this.#json<{ feedback: Feedback }>("POST", path, { action })).feedback;
  }

  audit(query: Query): Promise<Page & { readonly answers: readonly AuditEntry[] }> {
    return this.#json("GET", `/v1/admin/audit${queryOf(query)}`);
  }

  record(id: string): Promise<AnswerRecord> {
    return this.#json("GET", `/v1/answers/${encodeURIComponent(id)}`);
  }

  /** Delete what was kept of an answer. */
  async forget(id: string): Promise<void> {
    await this.#json("DELETE", `/v1/admin/answers/${encodeURIComponent(id)}`);
  }

  #known(session: Session): Session {
    this.#csrf = session.csrf ?? "";
    return session;
  }

  async #json<Shape>(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Shape> {
    return (await (await this.#send(method, path, body, signal)).json()) as Shape;
  }

  async #send(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Response> {
    const headers = new Headers();
    if (body) headers.set("Content-Type", "application/json");
    if (this.#csrf && method !== "GET") headers.set("X-CSRF-Token", this.#csrf);
    const request: RequestInit = { method, headers, cache: "no-store", credentials: "same-origin", referrerPolicy: "no-referrer" };
    if (body) request.body = JSON.stringify(body);
    if (signal) request.signal = signal;
    const reply = await answered(path, request);
    if (!reply.ok) throw await troubleOf(reply);
    return reply;
  }
}

const ENDINGS: Readonly<Record<Format, string>> = { markdown: "md", docx: "docx", "csl-json": "json", ris: "ris" };

async function answered(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    const offline = !navigator.onLine;
    throw offline ? new Trouble(0, "You are offline", "Nothing was sent. Try again when the connection is back.")
      : new Trouble(0, "The service cannot be reached", "It may be starting again. Try once more in a moment.");
  }
}

async function troubleOf(reply: Response): Promise<Trouble> {
  let told: { type?: string; title?: string; detail?: string; errors?: { message: string; location?: string }[]; disclaimer?: Disclaimer } = {};
  try {
    told = (await reply.json()) as typeof told;
  } catch {
    // Not the service itself, but something before it, has answered.
  }
  const wait = Number(reply.headers.get("Retry-After")) || undefined;
  const lines = (told.errors ?? []).map((each) => [placeOf(each.location), each.message].filter(Boolean).join(": "));
  return new Trouble(reply.status, told.title ?? `Error ${reply.status}`, told.detail ?? "", lines, told.disclaimer, wait, told.type?.split(":").at(-1));
}

/** Write the filled fields as a query, "" where there is none. */
export function queryOf(query: Query): string {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== "" && value !== 0);
  const text = new URLSearchParams(filled.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text && `?${text}`;
}

/** Where in the form something is wrong: "body.filters.since_year" is "since year". */
function placeOf(location: string | undefined): string {
  return (location ?? "").replace(/^(?:body|query|path)\.?/, "").replace(/^filters\./, "").replaceAll("_", " ");
}
