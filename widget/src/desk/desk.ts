/** The element <refdesk-desk>: who is signed in, which room is shown, and how the parts hang together. */

import { html, LitElement, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import tokens from "../../../api/static/tokens.css";
import { suggestionList } from "../answer.js";
import { Client } from "../client.js";
import { insteadOf, message, SUGGESTIONS, type MessageKey } from "../messages.js";
import { SourceBox } from "../source.js";
import { quoteLink } from "../text.js";
import { Tip } from "../tip.js";
import type { Evidence, Turn } from "../types.js";
import type { FeedbackState } from "../view.js";
import widget from "../widget.css";
import { askedView, earlierView } from "./answer_view.js";
import { askForm } from "./ask_form.js";
import { Asking } from "./asking.js";
import { Audit } from "./audit.js";
import styles from "./desk.css";
import { Entry, type Hall } from "./entry.js";
import { Opinions } from "./opinions.js";
import { placeIn, type Place, type Room } from "./place.js";
import { Queue } from "./queue.js";
import { RecordRoom } from "./record.js";
import { Service } from "./service.js";
import type { Session } from "./shapes.js";
import { signInView } from "./sign_in.js";
import { troubleCard } from "./trouble.js";
import type { Desk, Offered } from "./view.js";

const ROOMS: readonly (readonly [Room, string])[] = [["ask", "Ask"], ["feedback", "Feedback"], ["audit", "Audit"]];
const TITLES: Readonly<Record<Room, string>> = { ask: "Ask the library", feedback: "Feedback", audit: "Answers that were given", record: "Record of an answer" };

export class RefdeskDesk extends LitElement implements Desk, Hall {
  static override styles = [unsafeCSS(tokens.replaceAll(":root", ".rd")), unsafeCSS(widget), unsafeCSS(styles)];

  readonly service = new Service();
  #entry = new Entry(this);
  #client = new Client(location.origin);
  #asking = new Asking(this);
  #queue = new Queue(this);
  #audit = new Audit(this);
  #record = new RecordRoom(this);
  #source = new SourceBox(this);
  #tip = new Tip(() => this.renderRoot.querySelector<HTMLElement>(".tip"));
  #place: Place = placeIn(location.hash);
  #opinions = new Opinions(this);
  #said = "";

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.#moved);
    document.addEventListener("visibilitychange", this.#shown);
    void this.#entry.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#moved);
    document.removeEventListener("visibilitychange", this.#shown);
    this.#asking.stop();
    this.#entry.close();
  }

  // -- who is in

  get session(): Session | undefined {
    return this.#entry.session;
  }

  get offered(): Offered | undefined {
    return this.#entry.offered;
  }

  entered(): void {
    this.#open();
  }

  left(gone: boolean): void {
    this.#queue.forget();
    this.#audit.forget();
    this.#record.forget();
    if (gone) {
      this.#asking.clear();
      this.#opinions.forget();
    }
    void this.updateComplete.then(() => this.#focus("h2"));
  }

  ended(error: unknown): boolean {
    return this.#entry.ended(error);
  }

  async #enter(key: string): Promise<void> {
    await this.#entry.enter(key);
    await this.updateComplete;
    this.#focus(this.offered ? "h2" : "#key");
  }

  #shown = (): void => {
    if (document.visibilityState === "visible") this.#entry.looked();
  };

  // -- rooms

  #moved = (): void => {
    const before = this.#place.room;
    this.#place = placeIn(location.hash);
    const { room } = this.#place;
    if (this.offered) this.#open();
    if (room === before) return;
    if (this.offered && room === "ask") void this.#entry.refresh();
    void this.updateComplete.then(() => this.#focus("h2"));
  };

  /** Fetch what the room shows. */
  #open(): void {
    const { room, id, query } = this.#place;
    if (room === "feedback" && this.#admin) this.#queue.load(query);
    if (room === "audit" && this.#admin) this.#audit.load(query);
    if (room === "record") void this.#record.load(id);
    this.requestUpdate();
  }

  get #admin(): boolean {
    return this.session?.scopes.includes("admin") ?? false;
  }

  #focus(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  // -- what the parts need

  say(key: MessageKey, places: Record<string, string | number> = {}): string {
    return message("en", key, places);
  }

  announce(text: string): void {
    this.#said = text;
    this.requestUpdate();
  }

  articleLink(entry: Evidence): URL | undefined {
    return quoteLink(entry, "/library/articles/{slug}#at-{start}", location.origin);
  }

  openSource(entry: Evidence): void {
    this.#tip.hide();
    this.#source.show(entry, this.#client);
  }

  pick(question: string): void {
    this.#asking.typed(question);
    void this.#asking.ask();
    void this.updateComplete.then(() => this.#focus("#question"));
  }

  stop(): void {
    this.#asking.stop();
  }

  insteadOf(reason: string): readonly string[] {
    return insteadOf(reason, undefined);
  }

  copy(turn: Turn): void {
    void this.#opinions.copy(turn);
  }

  feedbackOf(turn: Turn): FeedbackState {
    return this.#opinions.of(turn);
  }

  feedback(turn: Turn, rating: "up" | "down", tags: string[] = [], comment = ""): Promise<void> {
    return this.#opinions.send(turn, rating, tags, comment);
  }

  showForm(turn: Turn, shown: boolean): Promise<void> {
    return this.#opinions.showForm(turn, shown);
  }

  #onEvent = (event: Event): void => {
    if (this.#tip.handle(event)) event.preventDefault();
  };

  // -- drawing

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    document.title = `${this.offered ? TITLES[this.#place.room] : "Sign in"} · Staff desk · Refdesk`;
  }

  override render(): TemplateResult {
    return html`<div class="rd desk" @keydown=${this.#onEvent} @click=${this.#onEvent} @pointerover=${this.#onEvent}
      @focusin=${this.#onEvent} @focusout=${this.#onEvent}>
      ${this.#entry.starting ? html`<div class="working"><span class="spinner" aria-hidden="true"></span><p>Looking who is signed in…</p></div>`
        : this.offered ? this.#inside(this.offered) : signInView({
          issuer: "issuer" in this.dataset, back: location.pathname + location.hash, reason: this.#entry.reason, trouble: this.#entry.trouble, busy: this.#entry.busy,
          enter: (key) => void this.#enter(key),
        })}
      <p class="hidden" role="status">${this.#said}</p>
      ${this.#source.view()}
      <div class="tip" popover="manual" aria-hidden="true"></div>
    </div>`;
  }

  #inside(offered: Offered): TemplateResult {
    const { room } = this.#place;
    return html`<div class="desk-bar">
      <nav aria-label="Desk"><ul class="plain-list tabs">${ROOMS.map(([name, words]) => html`<li><a href="#${name}"
        aria-current=${name === room ? "page" : nothing}>${words}</a></li>`)}</ul></nav>
      <p class="who">Signed in as <strong>${this.session?.name ?? "somebody"}</strong> <span class="chip">${this.session?.role}</span>
        <button type="button" class="quiet" @click=${() => void this.#entry.leave()}>Sign out</button></p></div>
      ${this.#entry.trouble ? troubleCard(this.#entry.trouble, false) : nothing}
      <h2 class="room-title" tabindex="-1">${TITLES[room]}</h2>
      ${this.#room(offered)}`;
  }

  #room(offered: Offered): TemplateResult {
    const { room, query } = this.#place;
    if (room === "record") return this.#record.view();
    if (room === "ask") return this.#ask(offered);
    if (!this.#admin) return html`<p class="card">This is for admins: it needs the scope admin, which your sign-in does not have.</p>`;
    return room === "feedback" ? this.#queue.view(query) : this.#audit.view(query);
  }

  #ask(offered: Offered): TemplateResult {
    const [latest, ...earlier] = this.#asking.asked;
    return html`<div class="asking">
      ${askForm(this, this.#asking, offered)}
      <div class="answers">${latest ? askedView(this, latest) : this.#beginning()}
        ${earlier.length ? html`<h2 class="earlier-title">Earlier in this conversation</h2>${repeat(earlier, (each) => each.key, (each) => earlierView(this, each))}` : nothing}
      </div></div>`;
  }

  #beginning(): TemplateResult {
    return html`<section class="start"><p class="lead">Each answer comes with everything behind it: why the policy allowed it, what was searched
      for, which passages were found and how they were ranked, what became of every statement, and how long it took.</p>
      <h3 class="small-title">${this.say("suggestions")}</h3>${suggestionList(this, SUGGESTIONS)}</section>`;
  }
}
