/** What is done to text on its way to the reader. Nothing here makes markup. */

import type { Evidence } from "./types.js";

/** Return code points [start, end): the contract's spans count those. */
export function slice(text: string, start: number, end?: number): string {
  return Array.from(text).slice(start, end).join("");
}

/** Characters that turn the direction of what follows: a quote must not be read backwards. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** Take the light marks of Markdown out of a quote, for reading; the exact words stand in its source. */
export function readable(text: string): string {
  return text
    .replace(TURNING, "")
    .replace(/\[\^[^\]\s]+\]/g, "")
    .replace(/!?\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]/g, "$1")
    .replace(/!?\[([^\]]*)\]\([^)\s]*\)/g, "$1")
    .replace(/(^|\s)#[a-z]+\/[\w-]+/g, "$1")
    .replace(/<\/?(?:sup|sub|br|b|i|em|strong)\s*\/?>/gi, "")
    .replace(/\*\*|__|`/g, "")
    .replace(/(^|[\s(])[*_]([^\s*_][^*_]*)[*_](?=$|[\s.,;:)])/g, "$1$2")
    .replace(/^\s*(?:[-*+]|\d+[.)])\s+/, "")
    .replace(/\s+([.,;:])/g, "$1")
    .replace(/[ \t]{2,}/g, " ")
    .trim();
}

/** The cells of a table row as its source writes them, or undefined where it is no row. */
export function rowCells(text: string): string[] | undefined {
  const row = text.trim();
  if (!/^\|.*\|$/s.test(row)) return undefined;
  return row.slice(1, -1).split(/(?<!\\)\|/).map(readable);
}

/** Cells with their headers, read off the server's line "Header: cell; Header: cell". */
export function labelledCells(text: string, line: string | null | undefined): [string, string][] | undefined {
  const cells = rowCells(text)?.filter(Boolean);
  if (!cells) return undefined;
  let place = 0;
  return cells.map((cell): [string, string] => {
    const found = line ? line.indexOf(`: ${cell}`, place) : -1;
    if (!line || found < 0) return ["", cell];
    const header = readable(line.slice(place, found).replace(/^[;\s]+/, ""));
    place = found + 2 + cell.length;
    return [header, cell];
  });
}

/** Parts of a source text: words, and the marks of its writing that a reader may pass over. */
export function marked(text: string): { text: string; quiet: boolean }[] {
  const marks = /(\[\^[^\]\s]+\]:?|(?:^|(?<=\s))#[a-z]+\/[\w-]+|\*\*|__|`|^#{1,6}\s|^\s*[-*+]\s|\|(?:\s*:?-+:?\s*\|)*|⟨U\+20[0-9A-F]{2}⟩)/gm;
  return text.replace(TURNING, (sign) => `⟨U+${sign.codePointAt(0)?.toString(16).toUpperCase()}⟩`).split(marks)
    .map((part, place) => ({ text: part, quiet: place % 2 === 1 })).filter((part) => part.text);
}

const LINK_SITES = ["https://doi.org/", "https://clinicaltrials.gov/study/", "https://pubmed.ncbi.nlm.nih.gov/"];

/** The address, if it is one that the widget links to. */
export function knownSite(url: string): string | undefined {
  return LINK_SITES.some((site) => url.startsWith(site)) ? url : undefined;
}

/** Where a quote can be read in its article: scrolled to, in browsers that know text fragments.
 *  @param template A site's own addresses, with {slug} and {start}; "" for those that articles name.
 *  @param server Whose pages show the articles that name no address. */
export function quoteLink(entry: Evidence, template: string, server: string): URL | undefined {
  const own = `${server}/library/articles/{slug}#at-{start}`;
  const named = template || (entry.article.url ?? own);
  const filled = named.replaceAll("{slug}", encodeURIComponent(entry.article.slug)).replaceAll("{start}", String(entry.span.start));
  const found = webAddress(filled, location.href);
  const fragment = textFragment(entry.quote);
  if (found && fragment) found.hash = `${found.hash || "#"}${fragment}`;
  return found;
}

/** An article's address if it is a web page's; anything else (javascript:, data:) is none. */
function webAddress(url: string, base: string): URL | undefined {
  try {
    const found = new URL(url, base);
    return found.protocol === "https:" || found.protocol === "http:" ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Return the text fragment that scrolls a browser to a quote (WICG Scroll to Text Fragment). */
export function textFragment(quote: string): string {
  const runs = quote
    .split(/\[\^[^\]\s]+\]|(?:^|\s)#[a-z]+\/[\w-]+|\||\*\*|`|\n/)
    .map((run) => readable(run).replace(/^[\s.,;:·]+|[\s.,;:·]+$/g, ""))
    .filter((run) => /\p{L}/u.test(run));
  const first = words(runs[0] ?? "");
  const last = words(runs.at(-1) ?? "");
  if (!first.length) return "";
  const start = first.slice(0, 6).join(" ");
  const end = last.slice(-6).join(" ");
  const short = runs.length === 1 && first.length <= 10;
  return `:~:text=${short ? encoded(first.join(" ")) : `${encoded(start)},${encoded(end)}`}`;
}

function words(run: string): string[] {
  return run.split(/\s+/).filter(Boolean);
}

/** In a text fragment, "-", "," and "&" speak; the rest is as in any fragment. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/-/g, "%2D");
}

/** Telephone numbers of a released line, each once: "911", "116 123". */
export function phoneNumbers(text: string): string[] {
  const found = text.match(/(?<![\w.+])\+?\d(?:[ \u00a0]?\d){2,14}(?![\w.])|(?<![\w.+])\d{3}(?=\.(?:\s|$))/g) ?? [];
  return [...new Set(found.map((number) => number.replace(/\u00a0/g, " ")))];
}
