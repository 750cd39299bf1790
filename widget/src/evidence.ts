/** Quotes, tiers, caveats and studies: what an answer is made of. */

import { html, nothing, type TemplateResult } from "lit";

import { badge, kindOf } from "./tier.js";
import { knownSite, labelledCells, readable } from "./text.js";
import type { Caveat, Evidence, Reference, Statement, Tier } from "./types.js";
import type { View } from "./view.js";

/** A longer word must be able to break, as an address does. */
const LONGEST_BOUND = 20;
type Drawn = TemplateResult | typeof nothing;

/** A link out of the page; `url` has been checked. */
export function outward(view: View, url: string, text: string): TemplateResult {
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${text}<span class="hidden"
    > ${view.say("newTab")}</span></a>`;
}

/** A badge with its meaning written out the first time that the tier comes up in an answer. */
export function tierLine(tier: Tier, explained = new Set<string>()): TemplateResult {
  const known = explained.has(tier.id);
  explained.add(tier.id);
  return html`<div class="tier">${badge(tier)}${known ? nothing : html`<span class="plain" lang="en" dir="auto">${tier.plain}</span>`}</div>`;
}

export function caveatList(view: View, caveats: readonly Caveat[]): Drawn {
  const unique = [...new Map(caveats.map((each) => [each.id, each])).values()];
  if (!unique.length) return nothing;
  return html`<ul class="caveats" aria-label=${view.say("caveats")}>${unique.map((each) => html`<li lang="en" dir="auto">${each.label}</li>`)}</ul>`;
}

/** Quoted words for reading: a table row as pairs of header and cell, anything else as text. */
export function quoteWords(text: string, line: string | null | undefined): TemplateResult {
  const cells = labelledCells(text, line);
  return cells ? cellList(cells) : html`${readable(text)}`;
}

function cellList(cells: readonly [string, string][]): TemplateResult {
  return html`<dl class="cells">${cells.map(([header, cell]) => html`<div>${header
    ? html`<dt>${header}</dt>` : nothing}<dd>${cell}</dd></div>`)}</dl>`;
}

/** Text with its citations bound to the last word, so that they never begin a line. */
function withLastWord(text: string, cites: TemplateResult[]): TemplateResult {
  const at = text.lastIndexOf(" ") + 1;
  if (text.length - at > LONGEST_BOUND) return html`${text}${cites}`;
  return html`${text.slice(0, at)}<span class="together">${text.slice(at)}${cites}</span>`;
}

export function citeButton(view: View, entry: Evidence): TemplateResult {
  return html`<button type="button" class="cite" aria-haspopup="dialog"
    aria-label=${view.say("source", { n: entry.n, tier: entry.tier.label })}
    @click=${() => view.openSource(entry)}>${entry.n}</button>`;
}

export function statementCard(view: View, statement: Statement, cited: Evidence[], explained: Set<string>): TemplateResult {
  const [first] = cited;
  const drafted = statement.kind === "synthesis";
  const cites = cited.map((entry) => html` ${citeButton(view, entry)}`);
  const row = drafted ? undefined : labelledCells(statement.text, first?.row_line);
  const words = row ? html`${cellList(row)}${cites}` : withLastWord(readable(statement.text), cites);
  return html`<article class="card statement" data-kind=${kindOf(first?.tier)}>
    ${drafted ? html`<p class="words" dir="auto">${words}</p>`
      : html`<blockquote class="words" lang="en" dir="auto">${words}</blockquote>`}
    ${first ? tierLine(first.tier, explained) : nothing}
    ${caveatList(view, cited.flatMap((entry) => entry.caveats))}
    ${first ? html`<p class="where" lang="en" dir="auto">${whereOf(view, first)}</p>` : nothing}
  </article>`;
}

/** Article, section and date of a quote, in one line. */
export function whereOf(view: View, entry: Evidence): string {
  const path = entry.section.filter((part) => part !== entry.article.title);
  const dated = entry.article.as_of ? `, ${view.say("asOf", { date: entry.article.as_of })}` : "";
  return [entry.article.title, ...path].join(" › ") + dated;
}

export function referenceList(view: View, references: readonly Reference[]): Drawn {
  if (!references.length) return nothing;
  return html`<ul class="studies">${references.map((study) => html`<li>${studyFacts(view, study)}${studyLinks(view, study)}</li>`)}</ul>`;
}

function studyFacts(view: View, study: Reference): string {
  const loud = ["withdrawn", "retracted", "concern", "ongoing"].includes(study.status ?? "") ? study.status : null;
  const access = study.access === "abstract_only" ? view.say("abstractOnly") : null;
  const count = study.n ? `n = ${study.n}` : null;
  return [study.label, study.design, count, access, loud].filter(Boolean).join(", ");
}

function studyLinks(view: View, study: Reference): TemplateResult[] {
  const links: [string, string][] = [];
  if (study.doi) links.push([`https://doi.org/${encodeURI(study.doi)}`, `DOI ${study.doi}`]);
  if (/^NCT\d{8}$/.test(study.nct ?? "")) links.push([`https://clinicaltrials.gov/study/${study.nct}`, study.nct ?? ""]);
  if (/^\d+$/.test(study.pmid ?? "")) links.push([`https://pubmed.ncbi.nlm.nih.gov/${study.pmid}/`, `PMID ${study.pmid}`]);
  return links.filter(([url]) => knownSite(url)).map(([url, text]) => html` · ${outward(view, url, text)}`);
}

/** One entry of the list of sources; `related` ones carry their quote and say that it is no answer. */
export function sourceItem(view: View, entry: Evidence, related: boolean): TemplateResult {
  return html`<li class=${related ? "card source" : "source"}>
    ${related ? html`<p class="tag">${view.say("notAnAnswer")}</p>
      <blockquote class="words" lang="en" dir="auto">${quoteWords(entry.quote, entry.row_line)}</blockquote>
      ${tierLine(entry.tier)}${caveatList(view, entry.caveats)}` : nothing}
    <p lang="en" dir="auto">${related ? nothing : html`<span class="number">${entry.n}</span>`}${whereOf(view, entry)}</p>
    ${referenceList(view, entry.references)}
    <button type="button" class="quiet" aria-haspopup="dialog" @click=${() => view.openSource(entry)}>${view.say("openQuote")}</button>
  </li>`;
}
