/** Where the widget stands: in its place on the page, or as a button with a panel in the corner. */

import { html, nothing, type ReactiveController, type TemplateResult } from "lit";

import { logo } from "./icons.js";

/** From this width of the window on, an adaptive widget stands in its place. */
const WIDE = "(min-width: 64rem)";
/** With less room than this, a floating panel takes the whole window. */
const ROOM = "(min-width: 30rem) and (min-height: 30rem)";

export interface Frame {
  readonly renderRoot: Element | ShadowRoot | DocumentFragment;
  readonly display: string;
  readonly open: boolean;
  requestUpdate(): void;
  show(): void;
  hide(): void;
}

export class Panel implements ReactiveController {
  #media = matchMedia(WIDE);
  #opened = false;

  constructor(private readonly frame: Frame) {}

  get floating(): boolean {
    const { display } = this.frame;
    return display === "floating" || (display === "adaptive" && !this.#media.matches);
  }

  hostConnected(): void {
    this.#media.addEventListener("change", this.#changed);
  }

  hostDisconnected(): void {
    this.#media.removeEventListener("change", this.#changed);
  }

  /** The panel around its content, with the button that opens it. A panel that nobody has opened
   *  yet stays empty: until then the button is all that a page has to draw. */
  view(heading: string, button: string, content: () => TemplateResult): TemplateResult {
    if (!this.floating) return html`<section class="panel" aria-label=${heading}>${content()}</section>`;
    this.#opened ||= this.frame.open;
    return html`<button type="button" class="launch strong" ?hidden=${this.frame.open} aria-haspopup="dialog"
        @click=${() => this.frame.show()}>${logo()}${button}</button>
      <dialog class="panel" aria-label=${heading} @close=${() => this.frame.hide()}>${this.#opened ? content() : nothing}</dialog>`;
  }

  /** Make the panel what `open` says: beside the page where there is room, else over it. */
  settle(): void {
    const panel = this.frame.renderRoot.querySelector<HTMLDialogElement>("dialog.panel");
    if (!panel || panel.open === this.frame.open) return;
    if (!this.frame.open) panel.close();
    else if (matchMedia(ROOM).matches) panel.show();
    else panel.showModal();
  }

  /** Give the focus back to the button. */
  focusButton(): void {
    this.frame.renderRoot.querySelector<HTMLElement>(".launch")?.focus({ preventScroll: true });
  }

  #changed = (): void => this.frame.requestUpdate();
}
