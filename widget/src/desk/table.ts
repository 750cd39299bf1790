/** Tables that scroll inside themselves where there is no room, and the small parts of facts. */

import { html, nothing, svg, type TemplateResult } from "lit";

type Cell = TemplateResult | string | number | typeof nothing;

export interface Column {
  readonly name: string;
  /** Numbers stand at the end of their cell; words have room, the widest most. */
  readonly look?: "number" | "words" | "wide";
}

/** A table with a name, scrollable by keyboard too.
 *  @param rows Cells in the order of the columns; the first one names its row. */
export function table(name: string, columns: readonly Column[], rows: readonly (readonly Cell[])[], marks: readonly string[] = []): TemplateResult {
  return html`<div class="scroll-x" tabindex="0" role="region" aria-label="${name}, table">
    <table><caption class="hidden">${name}</caption>
      <thead><tr>${columns.map((each) => html`<th scope="col" class=${classOf(each)}>${each.name}</th>`)}</tr></thead>
      <tbody>${rows.map((cells, row) => html`<tr data-mark=${marks[row] || nothing}>${cells.map((cell, at) => {
        const column = columns[at];
        const look = column ? classOf(column) : "";
        return at === 0 ? html`<th scope="row" class=${look}>${cell}</th>` : html`<td class=${look}>${cell}</td>`;
      })}</tr>`)}</tbody></table></div>`;
}

function classOf({ look }: Column): string {
  return look ? `col-${look}` : "";
}

/** Names with their values; an entry without a value is left out. */
export function facts(entries: readonly (readonly [string, Cell | undefined | null])[]): TemplateResult {
  const told = entries.filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== nothing);
  return html`<dl class="facts">${told.map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}</dl>`;
}

/** A bar as long as its share of the longest; the number beside it says the same. */
export function bar(share: number): TemplateResult {
  return html`<svg class="bar-line" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${svg`
    <rect width=${Math.max(0.5, Math.min(100, share * 100)).toFixed(1)} height="8"></rect>`}</svg>`;
}
