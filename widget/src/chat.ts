/** The element <refdesk-chat>: what a page sets and calls, and how its parts hang together. */

import { html, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import tokens from "../../api/static/tokens.css";
import { Announcer } from "./announcer.js";
import { turnView } from "./answer.js";
import { Attributes } from "./attributes.js";
import type { Client } from "./client.js";
import { Composer, MOST, type Asker } from "./composer.js";
import { Conversation, type Listener } from "./conversation.js";
import { iconButton, logo } from "./icons.js";
import { rightToLeft, sendable, spokenAt } from "./locale.js";
import { addMessages, insteadOf, message, SUGGESTIONS, type MessageKey, type Messages } from "./messages.js";
import { Panel, type Frame } from "./panel.js";
import { Reactions } from "./reactions.js";
import { Service } from "./service.js";
import { SourceBox } from "./source.js";
import { quoteLink, slice } from "./text.js";
import { briefly, Speech, spokenIn } from "./speech.js";
import { Surroundings, type Surrounded } from "./surroundings.js";
import { Tip } from "./tip.js";
import { bring } from "./turns.js";
import type { Answer, Evidence, Failure, Turn } from "./types.js";
import type { FeedbackState, View } from "./view.js";
import { welcome } from "./welcome.js";
import styles from "./widget.css";

export class RefdeskChat extends Attributes implements View, Listener, Asker, Frame, Surrounded {
  static override styles = [unsafeCSS(tokens.replaceAll(":root", ".rd")), unsafeCSS(styles)];
  #announcer = new Announcer(this);
  #talk = new Conversation(this, this.#announcer);
  #composer = new Composer(this);
  #source = new SourceBox(this);
  #frame = new Panel(this);
  #tip = new Tip(() => this.renderRoot.querySelector<HTMLElement>(".tip"));
  #service = new Service();
  #speech = new Speech();
  /** Words that are on their way while nothing has been drawn yet. */
  #awaited: Promise<void> | undefined;
  #reactions = new Reactions(() => ({
    client: this.#client,
    locale: this.#spoken,
    say: (key) => this.say(key),
    note: (turn, text) => this.#note(turn, text),
    drawn: () => this.#drawn(),
    tell: (name, detail) => this.#tell(name, detail),
  }));
  /** Focus must go to the question: what held it, a button or a keyboard, is gone once it is asked. */
  #toQuestion = false;

  constructor() {
    super();
    for (const each of [this.#frame, new Surroundings(this)]) this.addController(each);
  }

  /** Add or change the widget's own words in a language, for every widget of the page. */
  static addMessages(language: string, words: Messages): void {
    addMessages(language, words);
  }

  // -- what a page may call

  /** Ask a question as if it had been typed. */
  ask(question: string): void {
    const asked = slice(question.normalize("NFC").trim(), 0, MOST);
    if (!asked) return;
    if (this.#frame.floating) this.show();
    this.#announcer.text = "";
    const turn = this.#talk.begin(asked, this.#client, this.#key, sendable(this.#spoken));
    this.#tell("refdesk-ask", {});
    void this.#toTurn(turn);
  }

  /** Open the panel of a floating widget. */
  show(): void {
    this.open = true;
  }

  /** Close the panel of a floating widget. */
  hide(): void {
    this.open = false;
  }

  /** Forget the conversation and begin anew. */
  clear(): void {
    this.#reactions.clear();
    this.#talk.clear(this.#key);
  }

  // -- life on the page

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) this.#awaited = this.#learn();
    this.#talk.resume(this.#key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#talk.stop();
  }

  override updated(changed: PropertyValues): void {
    this.#frame.settle();
    if (changed.get("open") !== undefined && this.#frame.floating) this.#toggled();
    if (changed.has("locale") || changed.has("server")) void this.#learn();
  }

  get running(): boolean {
    return this.#talk.running;
  }

  get #spoken(): string {
    return spokenAt(this, this.locale);
  }

  connection(there: boolean): void {
    this.#talk.connection(there);
  }

  printing(begins: boolean): void {
    for (const each of this.renderRoot.querySelectorAll("details")) each.open = begins;
  }

  get #client(): Client {
    return this.#service.client(this.server);
  }

  get #key(): string {
    return this.#service.key(this, this.server);
  }

  async #drawn(): Promise<ParentNode> {
    this.requestUpdate();
    await this.updateComplete;
    return this.renderRoot;
  }

  /** Draw at once; the first time in another language than English, once its words are here. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.#awaited) await briefly(this.#awaited);
    this.#awaited = undefined;
    super.scheduleUpdate();
  }

  #learn(): Promise<void> | undefined {
    return this.#speech.follow(this.#client, this.#spoken)?.then(() => this.requestUpdate());
  }

  // -- what the conversation tells

  changed(): void {
    this.requestUpdate();
  }

  answered(turn: Turn, answer: Answer): void {
    // An emergency speaks for itself, at once, even where the panel has been closed meanwhile;
    // anything else is announced once, when it is whole.
    if (answer.outcome === "emergency") this.open ||= this.#frame.floating;
    else this.#announcer.answered(answer);
    this.#tell("refdesk-answer", { answerId: answer.answer_id, outcome: answer.outcome, reason: answer.reason });
    void this.#toTurn(turn);
  }

  failed(turn: Turn, failure: Failure): void {
    this.#announcer.failed(turn, failure);
    this.#tell("refdesk-error", { kind: failure.kind });
  }

  async #toTurn(turn: Turn): Promise<void> {
    bring(turn, await this.#drawn(), this.#toQuestion);
    this.#toQuestion = false;
  }

  /** Tell the page. Never the question: a page's own logs may take these up. */
  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  // -- what the views need

  say(key: MessageKey, places: Record<string, string | number> = {}): string {
    return message(this.#spoken, key, places);
  }

  typed(question: string, touched: boolean): void {
    this.#toQuestion = touched;
    this.ask(question);
  }

  pick(question: string): void {
    this.typed(question, true);
  }

  stop(): void {
    this.#talk.stop();
  }

  insteadOf(reason: string): readonly string[] {
    return insteadOf(reason, this.#own());
  }

  articleLink(entry: Evidence): URL | undefined {
    return quoteLink(entry, this.articleUrl, this.#client.server);
  }

  openSource(entry: Evidence): void {
    this.#tip.hide();
    this.#tell("refdesk-source", { passageId: entry.passage_id });
    this.#source.show(entry, this.#client);
  }

  copy(turn: Turn): void {
    void this.#reactions.copy(turn);
  }

  feedbackOf(turn: Turn): FeedbackState {
    return this.#reactions.of(turn);
  }

  feedback(turn: Turn, rating: "up" | "down", tags: string[] = [], comment = ""): Promise<void> {
    return this.#reactions.rate(turn, rating, tags, comment);
  }

  showForm(turn: Turn, shown: boolean): Promise<void> {
    return this.#reactions.showForm(turn, shown);
  }

  /** Say something in passing: to screen readers, and beside the answer's buttons. */
  #note(turn: Turn, text: string): void {
    this.#announcer.say(text);
    this.#talk.change(turn, { note: text });
  }

  #own(): string[] | undefined {
    const own = this.suggestions.split("|").map((each) => each.trim()).filter(Boolean);
    return own.length ? own : undefined;
  }

  // -- opening and closing

  #toggled(): void {
    this.#tell(this.open ? "refdesk-open" : "refdesk-close", {});
    if (!this.open) this.#frame.focusButton();
    else if (matchMedia("(hover: hover)").matches) this.#composer.focus();
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    if (this.#tip.handle(event)) event.preventDefault();
    else if (this.#frame.floating && this.open && !this.#source.shown) {
      event.preventDefault();
      this.hide();
    }
  };

  #onPoint = (event: Event): void => {
    this.#tip.handle(event);
    // A jump to the article on this very page closes what lies over it.
    const target = event.type === "click" ? event.composedPath()[0] : undefined;
    if (!(target instanceof Element && target.closest("[data-jump]"))) return;
    this.#source.hide();
    if (this.#frame.floating) this.hide();
  };

  #restart(): void {
    this.clear();
    this.#announcer.say(this.say("restarted"));
    void this.updateComplete.then(() => this.#composer.focus());
  }

  // -- drawing

  override render(): TemplateResult {
    const heading = this.heading || this.say("heading");
    return html`<div class=${this.#frame.floating ? "rd floating" : "rd"} lang=${spokenIn(this.#spoken)} dir=${rightToLeft(this.#spoken) ? "rtl" : nothing} @keydown=${this.#onKey} @click=${this.#onPoint}
      @pointerover=${this.#onPoint} @focusin=${this.#onPoint} @focusout=${this.#onPoint}>
      ${this.#frame.view(heading, this.heading || this.say("launch"), () => this.#content(heading))}
      ${this.#source.view()}
      <div class="tip" popover="manual" aria-hidden="true"></div>
    </div>`;
  }

  #content(heading: string): TemplateResult {
    const turns = this.#talk.turns;
    return html`
      <header class="bar">${logo()}<h2 tabindex="-1" autofocus>${heading}</h2>
        ${turns.length ? iconButton("restart", this.say("restart"), () => this.#restart()) : nothing}
        ${this.#frame.floating ? iconButton("close", this.say("close"), () => this.hide()) : nothing}</header>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.say("conversation")}>
        ${turns.length ? nothing : welcome(this, this.#speech.disclaimer, this.#own() ?? SUGGESTIONS)}
        ${repeat(turns, (turn) => turn.key, (turn, at) => html`<div data-turn=${turn.key}>${turnView(this, turn, this.#speech.disclaimer, turns[at - 1])}</div>`)}
      </div>
      <p class="hidden" role="status">${this.#announcer.text}</p>
      ${this.#composer.view()}`;
  }
}
