/** Who is at the desk: signing in, signing out, and a sign-in that ends meanwhile. Draws nothing. */

import { Service, Trouble, troubleFrom } from "./service.js";
import type { Session } from "./shapes.js";
import type { Offered } from "./view.js";

/** What staff must hold: to ask at the desk, and to read the tiers and articles that it names. */
const SCOPES = ["desk", "library"];
/** Milliseconds between looks at a sign-in. */
const PAUSE = 30_000;
const ENDED = "Your sign-in has ended. Sign in again; what you typed and chose is still here.";
const CHANGED = "The sign-in of this browser has changed.";

export interface Hall {
  readonly service: Service;
  requestUpdate(): void;
  announce(text: string): void;
  /** Somebody is in: the rooms may fetch what they show. */
  entered(): void;
  /** Nobody is in; `gone` where what was asked must go as well, since another person may come. */
  left(gone: boolean): void;
}

export class Entry {
  /** Who is in, or was in until the sign-in ended. */
  session: Session | undefined;
  /** Only while somebody is in. */
  offered: Offered | undefined;
  starting = true;
  busy = false;
  /** Why somebody has to sign in, or "". */
  reason = "";
  trouble: Trouble | undefined;
  #looked = 0;
  /** Tells the other tabs of this browser, which share the sign-in. */
  #tabs = new BroadcastChannel("refdesk-desk");

  constructor(private readonly hall: Hall) {
    this.#tabs.onmessage = () => void this.recheck(true);
  }

  close(): void {
    this.#tabs.close();
  }

  /** Look who is signed in already. */
  async start(): Promise<void> {
    await this.#tried(async () => this.#welcome(await this.hall.service.session()));
    this.starting = false;
    this.hall.requestUpdate();
  }

  async enter(key: string): Promise<void> {
    this.busy = true;
    this.hall.announce("");
    await this.#tried(async () => {
      await this.#welcome(await this.hall.service.signIn(key));
      this.#tabs.postMessage("signed in");
    });
    this.busy = false;
    if (this.trouble) this.hall.announce(`That did not work. ${this.trouble.title}.`);
    else if (this.reason) this.hall.announce(this.reason);
    this.hall.requestUpdate();
  }

  async leave(): Promise<void> {
    await this.#tried(async () => {
      try {
        await this.hall.service.signOut();
      } catch (error) {
        if (!(error instanceof Trouble && error.signedOut)) throw error;
      }
      this.#out("You are signed out.", true);
      this.#tabs.postMessage("signed out");
    });
    if (this.trouble) this.hall.announce(`Not signed out. ${this.trouble.title}.`);
    this.hall.requestUpdate();
  }

  /** Take what was thrown; true where it means that the sign-in has ended. */
  ended(error: unknown): boolean {
    if (!(error instanceof Trouble && error.signedOut)) return false;
    if (this.offered) this.#out(ENDED, false);
    return true;
  }

  /** See whether it is still the same person: a sign-in ends by itself, and in other tabs.
   *  @param elsewhere It ended in another tab, so that what was asked must go. */
  async recheck(elsewhere: boolean): Promise<void> {
    if (this.busy) return;
    this.#looked = performance.now();
    try {
      const now = await this.hall.service.session();
      const there = SCOPES.every((scope) => now.scopes.includes(scope));
      const another = there ? now.name !== this.session?.name : elsewhere;
      if (this.offered && another) this.#out(CHANGED, true);
      else if (this.offered && !there) this.#out(ENDED, false);
      if (!this.offered && there) await this.#welcome(now);
    } catch {
      // Whoever is offline finds out with the next question.
    }
    this.hall.requestUpdate();
  }

  /** Somebody looks at the page again: what a sign-in that is over has shown is not for whoever comes by. */
  looked(): void {
    if (this.offered && performance.now() - this.#looked > PAUSE) void this.recheck(false);
  }

  /** Ask anew what is offered: a snapshot may have come or gone. */
  async refresh(): Promise<void> {
    try {
      const facts = await this.hall.service.facts();
      if (this.offered) this.offered = { ...this.offered, facts };
      this.hall.requestUpdate();
    } catch (error) {
      this.ended(error);
    }
  }

  async #welcome(session: Session): Promise<void> {
    this.reason = "";
    const lacking = SCOPES.filter((scope) => !session.scopes.includes(scope));
    if (lacking.length) {
      if (session.role !== "public") this.reason = `${session.name ?? "This sign-in"} may not use the desk: it lacks the scope ${lacking.join(" and ")}.`;
      return;
    }
    // Another person must not find what the one before has asked.
    if (this.session && this.session.name !== session.name) this.hall.left(true);
    const { service } = this.hall;
    const [facts, tiers, caveats, articles] = await Promise.all([service.facts(), service.tiers(), service.caveats(), service.articles()]);
    this.session = session;
    this.offered = { facts, tiers, articles, caveats: new Map(caveats.map((each) => [each.id, each.label])) };
    this.hall.entered();
  }

  #out(reason: string, gone: boolean): void {
    this.offered = undefined;
    if (gone) this.session = undefined;
    this.reason = reason;
    this.hall.announce(reason);
    this.hall.left(gone);
  }

  async #tried(act: () => Promise<void>): Promise<void> {
    this.trouble = undefined;
    this.hall.requestUpdate();
    try {
      await act();
    } catch (error) {
      this.trouble = troubleFrom(error);
    }
  }
}
