/** A list that is fetched page by page, with its filters in the page's address. */

import { html, nothing, type TemplateResult } from "lit";

import { hashOf, type Room } from "./place.js";
import { troubleFrom, type Trouble } from "./service.js";
import type { Page } from "./shapes.js";
import { troubleCard } from "./trouble.js";
import type { Desk } from "./view.js";
import { counted } from "./words.js";

export const PAGE = 20;

export type Query = Readonly<Record<string, string>>;

/** A choice or a field of the filters above a list. */
export interface Field {
  readonly name: string;
  readonly words: string;
  /** Values with their words; a text field where there are none. */
  readonly options?: readonly (readonly [string, string])[];
  readonly type?: string;
}

export class Listing<Found extends Page> {
  found: Found | undefined;
  #trouble: Trouble | undefined;
  #loading = false;
  #asked = "";
  /** The page before, with its filters. */
  #before: Query | undefined;

  /** @param fetched Asks the service for a page. */
  constructor(
    private readonly desk: Desk, private readonly room: Room, private readonly fields: readonly Field[],
    private readonly fetched: (query: Query) => Promise<Found>,
  ) {}

  /** Fetch what a place names, unless it is there. */
  async load(query: Query, again = false): Promise<void> {
    const asked = JSON.stringify(query);
    if (asked === this.#asked && !again) return;
    this.#asked = asked;
    this.#loading = true;
    this.#trouble = undefined;
    this.desk.requestUpdate();
    try {
      const found = await this.fetched(query);
      if (this.#asked !== asked) return;
      this.found = found;
      this.desk.announce(`${found.total} found.`);
      void this.#turned(query);
    } catch (error) {
      if (this.#asked !== asked) return;
      this.found = undefined;
      if (!this.desk.ended(error)) this.#trouble = troubleFrom(error);
    }
    this.#loading = false;
    this.desk.requestUpdate();
  }

  /** Another page of the same list begins at its top; the link that led there may be gone. */
  async #turned(query: Query): Promise<void> {
    const before = this.#before;
    this.#before = query;
    const same = before && hashOf(this.room, { ...before, offset: "" }) === hashOf(this.room, { ...query, offset: "" });
    if (!same || before["offset"] === query["offset"]) return;
    await this.desk.updateComplete;
    this.desk.renderRoot.querySelector<HTMLElement>(".total")?.focus();
  }

  forget(): void {
    this.found = undefined;
    this.#before = undefined;
    this.#asked = "";
  }

  view(query: Query, names: readonly [string, string], content: (found: Found) => TemplateResult): TemplateResult {
    return html`${this.#filters(query)}
      ${this.#trouble ? troubleCard(this.#trouble) : nothing}
      ${this.#loading && !this.found ? html`<div class="working"><span class="spinner" aria-hidden="true"></span><p>Loading…</p></div>` : nothing}
      ${this.found ? html`<div class="found" aria-busy=${this.#loading ? "true" : "false"}>
        <p class="total" tabindex="-1">${counted(this.found.total, ...names)}${this.found.total > PAGE ? `, ${this.found.offset + 1} to ${Math.min(this.found.offset + PAGE, this.found.total)} shown` : ""}</p>
        ${this.found.total ? content(this.found) : html`<p class="card">${Object.keys(query).length ? "Nothing meets these filters." : "Nothing here yet."}</p>`}
        ${this.#pager(query, this.found)}</div>` : nothing}`;
  }

  #filters(query: Query): TemplateResult {
    const change = (event: Event): void => {
      const filled = new FormData((event.currentTarget as HTMLFormElement));
      location.hash = hashOf(this.room, Object.fromEntries([...filled].map(([name, value]) => [name, String(value).trim()])));
    };
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      change(event);
    };
    return html`<form class="list-filters card" aria-label="Filters" @change=${change} @submit=${submit}>${this.fields.map(({ name, words, options, type }) => html`
      <div class="field"><label for="by-${name}">${words}</label>${options
        ? html`<select id="by-${name}" name=${name}><option value="" .selected=${!query[name]}>Any</option>${options.map(([value, said]) => html`
            <option value=${value} .selected=${query[name] === value}>${said}</option>`)}</select>`
        : html`<input id="by-${name}" name=${name} type=${type ?? "text"} autocomplete="off" .value=${query[name] ?? ""}>`}</div>`)}</form>`;
  }

  #pager(query: Query, { offset, total }: Found): TemplateResult | typeof nothing {
    if (total <= PAGE) return nothing;
    const at = (start: number): string => hashOf(this.room, { ...query, offset: start ? String(start) : "" });
    return html`<nav class="row" aria-label="Pages">
      ${offset > 0 ? html`<a class="plain-button button" href=${at(Math.max(0, offset - PAGE))}>Newer</a>` : nothing}
      ${offset + PAGE < total ? html`<a class="plain-button button" href=${at(offset + PAGE)}>Older</a>` : nothing}</nav>`;
  }
}
