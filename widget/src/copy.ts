/** An answer as plain text to carry elsewhere: never without its sources and its disclaimer. */

import { message } from "./messages.js";
import { readable } from "./text.js";
import type { Answer, Evidence, Reference } from "./types.js";

/** Return question, statements, sources and disclaimer. */
export function asText(answer: Answer, question: string, locale: string): string {
  const said = answer.statements.map((each) => {
    const marks = each.citations.map((n) => `[${n}]`).join("");
    return each.kind === "framing" ? each.text : `${quoted(each.text)} ${marks}`;
  });
  const sources = answer.evidence.map((entry) => `[${entry.n}] ${sourceLine(entry)}`);
  return [
    message(locale, "copyQuestion", { question }),
    ...said,
    ...answer.notices.map((notice) => notice.text),
    ...(sources.length ? [`${message(locale, "sources")}\n${sources.join("\n")}`] : []),
    answer.disclaimer.text,
  ].join("\n\n");
}

function quoted(text: string): string {
  return `“${readable(text)}”`;
}

function sourceLine(entry: Evidence): string {
  const dated = entry.article.as_of ? ` (${entry.article.as_of})` : "";
  const studies = entry.references.map(studyLine);
  return [`${entry.article.title}${dated}`, entry.tier.label, ...studies].join("; ");
}

function studyLine(study: Reference): string {
  const ids = [study.doi ? `https://doi.org/${study.doi}` : "", study.nct ?? "", study.pmid ? `PMID ${study.pmid}` : ""];
  return [study.label, ...ids.filter(Boolean)].join(", ");
}

/** Put text on the clipboard; tell whether that was allowed. */
export async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text);
  }
}

/** The older way, which also works on pages without https. */
function copiedByHand(text: string): boolean {
  const take = (event: ClipboardEvent): void => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", take, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", take);
  return done;
}
