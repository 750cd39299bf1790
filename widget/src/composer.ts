/** The field that a question is typed into. */

import { html, type TemplateResult } from "lit";

import type { MessageKey } from "./messages.js";

/** Characters of a question, by the contract. */
export const MOST = 2000;
const TALLEST = 160;

export interface Asker {
  readonly renderRoot: Element | ShadowRoot | DocumentFragment;
  readonly running: boolean;
  say(key: MessageKey): string;
  requestUpdate(): void;
  stop(): void;
  /** Take a question.
   *  @param touched It was sent from a touch screen, whose keyboard has been put away. */
  typed(question: string, touched: boolean): void;
}

export class Composer {
  /** What is wrong with what was typed, or "". */
  problem = "";

  constructor(private readonly asker: Asker) {}

  view(): TemplateResult {
    const say = this.asker.say.bind(this.asker);
    return html`<form class="composer" novalidate @submit=${this.#submit}>
      <label class="hidden" for="question">${say("label")}</label>
      <textarea id="question" rows="1" maxlength=${MOST} autocomplete="off" enterkeyhint="send" dir="auto"
        placeholder=${say("placeholder")} aria-describedby="problem" aria-invalid=${this.problem ? "true" : "false"}
        @keydown=${this.#enter} @input=${this.#typing}></textarea>
      ${this.asker.running
        ? html`<button type="button" class="strong" @click=${() => this.asker.stop()}>${say("stop")}</button>`
        : html`<button type="submit" class="strong">${say("ask")}</button>`}
      <p id="problem" class="problem" role="alert" ?hidden=${!this.problem}>${this.problem}</p>
    </form>`;
  }

  focus(): void {
    this.#field()?.focus({ preventScroll: true });
  }

  #field(): HTMLTextAreaElement | null {
    return this.asker.renderRoot.querySelector<HTMLTextAreaElement>("#question");
  }

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = this.#field();
    const question = field?.value.trim() ?? "";
    if (!field || !question) {
      this.problem = this.asker.say("empty");
      this.asker.requestUpdate();
      field?.focus();
      return;
    }
    field.value = "";
    this.#typing();
    // On a touch screen the keyboard would cover the answer.
    const touched = matchMedia("(pointer: coarse)").matches;
    if (touched) field.blur();
    this.asker.typed(question, touched);
  };

  #enter = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!this.asker.running) this.#field()?.form?.requestSubmit();
  };

  #typing = (): void => {
    const field = this.#field();
    if (!field) return;
    if (this.problem) {
      this.problem = "";
      this.asker.requestUpdate();
    }
    // Set through the object model: a strict style-src has nothing against it.
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
  };
}
