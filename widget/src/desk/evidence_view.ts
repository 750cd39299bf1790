/** Statements and evidence as staff see them: with the words that decided the tier. */

import { html, nothing, type TemplateResult } from "lit";

import { caveatList, citeButton, outward, quoteWords, referenceList, tierLine, whereOf } from "../evidence.js";
import { kindOf } from "../tier.js";
import type { Evidence, Statement } from "../types.js";
import type { Desk } from "./view.js";
import { numberOf } from "./words.js";

type Drawn = TemplateResult | typeof nothing;
type Marks = ReadonlyMap<number, string>;

/** Statements in order; a framing sentence that ends in a colon heads the group after it. */
export function statementList(desk: Desk, said: readonly Statement[], evidence: readonly Evidence[], marks: Marks): TemplateResult[] {
  const known = new Map(evidence.map((entry) => [entry.n, entry]));
  const explained = new Set<string>();
  return said.map((each) => {
    if (each.kind === "framing") {
      return /[:：]\s*$/.test(each.text)
        ? html`<h4 class="framing" dir="auto">${each.text}</h4>` : html`<p class="framing" dir="auto">${each.text}</p>`;
    }
    const cited = each.citations.map((n) => known.get(n)).filter((entry) => entry !== undefined);
    return statementCard(desk, each, cited, explained, marks);
  });
}

function statementCard(desk: Desk, statement: Statement, cited: Evidence[], explained: Set<string>, marks: Marks): TemplateResult {
  const [first] = cited;
  const drafted = statement.kind === "synthesis";
  const cites = html`<span class="cites">${cited.map((entry) => html` ${citeButton(desk, entry)}`)}</span>`;
  const words = quoteWords(statement.text, drafted ? undefined : first?.row_line);
  return html`<article class="card statement" data-kind=${kindOf(first?.tier)}>
    ${drafted ? html`<p class="tag">Drafted by a model</p>` : nothing}
    ${drafted ? html`<p class="words" dir="auto">${words}${cites}</p>` : html`<blockquote class="words" lang="en" dir="auto">${words}${cites}</blockquote>`}
    ${cited.map((entry) => html`${markLine(marks, entry)}${tierLine(entry.tier, explained)}
      <p class="basis"><span class="term">Decided by</span> ${entry.tier_basis}</p>
      <p class="where" lang="en" dir="auto">${whereOf(desk, entry)}</p>`)}
    ${caveatList(desk, cited.flatMap((entry) => entry.caveats))}
  </article>`;
}

function markLine(marks: Marks, entry: Evidence): Drawn {
  const said = marks.get(entry.n);
  return said ? html`<p class="mark-line">${said}</p>` : nothing;
}

export function evidenceList(desk: Desk, evidence: readonly Evidence[], marks: Marks): Drawn {
  if (!evidence.length) return nothing;
  return html`<details class="fold"><summary>Evidence <span class="count">${evidence.length}</span></summary>
    <ol class="plain-list stack">${evidence.map((entry) => evidenceItem(desk, entry, marks))}</ol></details>`;
}

export function relatedList(desk: Desk, related: readonly Evidence[]): TemplateResult {
  return html`<section class="related"><h4>${desk.say("related")}</h4>
    <ul class="plain-list stack">${related.map((entry) => evidenceItem(desk, entry, new Map<number, string>(), true))}</ul></section>`;
}

function evidenceItem(desk: Desk, entry: Evidence & { readonly score?: number }, marks: Marks, related = false): TemplateResult {
  const link = desk.articleLink(entry);
  return html`<li class="card source">
    ${related ? html`<p class="tag">${desk.say("notAnAnswer")}</p>` : nothing}${markLine(marks, entry)}
    <p class="where" lang="en" dir="auto">${related ? nothing : html`<span class="number">${entry.n}</span>`}${whereOf(desk, entry)}</p>
    <blockquote class="words" lang="en" dir="auto">${quoteWords(entry.quote, entry.row_line)}</blockquote>
    ${tierLine(entry.tier)}
    <p class="basis"><span class="term">Decided by</span> ${entry.tier_basis}</p>
    ${caveatList(desk, entry.caveats)}${referenceList(desk, entry.references)}
    <p class="basis">${desk.say(entry.hop === "primary" ? "primary" : "articleSays")} Retrieval score ${numberOf(entry.score ?? null)}.</p>
    <p class="row"><button type="button" class="quiet" aria-haspopup="dialog" @click=${() => desk.openSource(entry)}>${desk.say("openQuote")}</button>
      ${link ? outward(desk, link.href, desk.say("readArticle")) : nothing}</p>
  </li>`;
}
