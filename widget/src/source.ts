/** A quote in its place: the source around it, exactly as written, with the quoted words marked. */

import { html, nothing, type TemplateResult } from "lit";

import type { Client, Context } from "./client.js";
import { caveatList, outward, referenceList, tierLine, whereOf } from "./evidence.js";
import { iconButton } from "./icons.js";
import { marked, slice } from "./text.js";
import type { Evidence, Span } from "./types.js";
import type { View } from "./view.js";

/** Text around a quote: undefined while it is fetched, null where it cannot be had, "gone" where the
 *  library has changed. */
type Around = Context | "gone" | null | undefined;

/** The dialog that shows one source at a time. */
export class SourceBox {
  #entry: Evidence | undefined;
  #around: Around;

  constructor(private readonly host: View & Host) {}

  get shown(): boolean {
    return this.#entry !== undefined;
  }

  show(entry: Evidence, client: Client): void {
    this.#entry = entry;
    this.#around = undefined;
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => {
      if (!this.#dialog()?.open) this.#dialog()?.showModal();
    });
    void client.context(entry.passage_id).then(async (found) => {
      if (this.#entry !== entry) return;
      this.#around = found ?? null;
      this.host.requestUpdate();
      await this.host.updateComplete;
      this.#toQuote();
    });
  }

  hide(): void {
    this.#dialog()?.close();
  }

  view(): TemplateResult {
    const say = this.host.say.bind(this.host);
    return html`<dialog class="source-box" aria-label=${say("quoteTitle")} @close=${this.#closed} @click=${this.#backdrop}>
      ${this.#entry ? html`<header class="bar"><h2>${say("quoteTitle")}</h2>
        ${iconButton("close", say("close"), () => this.hide())}</header>
        <div class="source-body">${sourceView(this.host, this.#entry, this.#around)}</div>` : nothing}
    </dialog>`;
  }

  #dialog(): HTMLDialogElement | null {
    return this.host.renderRoot.querySelector<HTMLDialogElement>("dialog.source-box");
  }

  /** Scroll the quoted words into the middle of their surroundings. */
  #toQuote(): void {
    const mark = this.#dialog()?.querySelector("mark");
    const box = mark?.closest(".verbatim");
    if (!mark || !box) return;
    const off = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += off - box.clientHeight / 3;
  }

  #closed = (): void => {
    this.#entry = undefined;
    this.host.requestUpdate();
  };

  #backdrop = (event: MouseEvent): void => {
    if (event.target instanceof HTMLDialogElement) this.hide();
  };
}

interface Host {
  readonly renderRoot: Element | ShadowRoot | DocumentFragment;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
}

function sourceView(view: View, entry: Evidence, around: Around): TemplateResult {
  const link = view.articleLink(entry);
  const place = inside(entry, around);
  const moved = around && !place;
  return html`
    <p class="where" lang="en" dir="auto">${whereOf(view, entry)}</p>
    <div class="verbatim" lang="en" dir="auto" tabindex="0" role="group" aria-label=${view.say("quoteTitle")}>${inPlace(entry, around, place)}</div>
    <p class="stamp">${view.say(around === null ? "quoteAlone" : moved ? "quoteMoved" : "quoteNote")}</p>
    ${link ? html`<p>${articleLink(view, link)}</p>` : nothing}
    ${tierLine(entry.tier)}
    <p class="where">${view.say(entry.hop === "primary" ? "primary" : "articleSays")} ${view.say("kindOfEvidence", { basis: entry.tier_basis })}</p>
    ${caveatList(view, entry.caveats)}
    ${entry.references.length ? html`<h4>${view.say("studies")}</h4>${referenceList(view, entry.references)}` : nothing}`;
}

/** The article at the quote: on this very page a jump, elsewhere a new tab. */
function articleLink(view: View, link: URL): TemplateResult {
  const here = link.origin === location.origin && link.pathname === location.pathname;
  const text = view.say("readArticle");
  return here ? html`<a href=${link.href} data-jump>${text}</a>` : outward(view, link.href, text);
}

function inPlace(entry: Evidence, around: Around, place: Span | undefined): TemplateResult {
  const alone = html`<mark>${quiet(entry.quote)}</mark>`;
  if (!around || around === "gone" || !place) return alone;
  return html`${quiet(slice(around.text, 0, place.start))}${alone}${quiet(slice(around.text, place.end))}`;
}

/** Where the quote stands in its surroundings; nowhere where the library has changed since the answer. */
function inside(entry: Evidence, around: Around): Span | undefined {
  if (!around || around === "gone") return undefined;
  const start = entry.span.start - around.span.start;
  const end = entry.span.end - around.span.start;
  return start >= 0 && slice(around.text, start, end) === entry.quote ? { start, end } : undefined;
}

/** The marks of the source's writing stay, so that the words are exact, but stand back. */
function quiet(text: string): (TemplateResult | string)[] {
  return marked(text).map((part) => (part.quiet ? html`<span class="writing">${part.text}</span>` : part.text));
}
