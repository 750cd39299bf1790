// The page of the desk. Data reaches the document as text nodes only; links go only to the
// sites in LINK_SITES. The question leaves the page in one request body and is kept nowhere.
"use strict";

const LINK_SITES = ["https://doi.org/", "https://clinicaltrials.gov/", "https://pubmed.ncbi.nlm.nih.gov/"];
const OUTCOMES = {
  answered: "What the library says",
  partial: "What studies in groups of people report",
  refused: "Not something this desk can answer",
  emergency: "Get help now",
  not_in_library: "Not in the library",
};
// Kind of source: colour group and shape. The label always stands beside the shape.
const TIERS = {
  regulatory_approval: ["regulator", "shield"],
  human_rct_phase3: ["human", "disc"],
  human_systematic_review: ["human", "rings"],
  human_rct_phase2: ["human", "target"],
  human_early_phase: ["human", "half"],
  human_observational: ["human", "ring"],
  animal_systematic_review: ["animal", "triangles"],
  animal_study: ["animal", "triangle"],
  lab_mechanistic: ["lab", "hexagon"],
  expert_review: ["view", "speech"],
  trial_no_results: ["gap", "hourglass"],
  evidence_gap: ["gap", "diamond"],
  background: ["view", "book"],
  none: ["view", "dash"],
};
const SHAPES = {
  shield: ["M8 1.5l5.500 2v4.500c0 3.300-2.300 5.500-5.500 6.500-3.200-1-5.500-3.200-5.500-6.500V3.500z", true],
  disc: ["M8 2a6 6 0 100 12A6 6 0 008 2z", true],
  rings: ["M6 4a4 4 0 100 8 4 4 0 000-8zM10 4a4 4 0 100 8 4 4 0 000-8z", false],
  target: ["M8 2a6 6 0 100 12A6 6 0 008 2zM8 6a2 2 0 100 4 2 2 0 000-4z", false],
  half: ["M8 2a6 6 0 100 12zM8 2a6 6 0 010 12", "half"],
  ring: ["M8 2a6 6 0 100 12A6 6 0 008 2z", false],
  triangle: ["M8 2.500l6 11H2z", false],
  triangles: ["M5.500 3l4.500 9H1zM10.500 3L15 12h-5", false],
  hexagon: ["M8 1.500l5.600 3.250v6.500L8 14.500l-5.600-3.250v-6.500z", false],
  speech: ["M2 3h12v8H7l-3 3v-3H2z", false],
  hourglass: ["M3.500 2h9l-4.500 6 4.500 6h-9L8 8z", false],
  diamond: ["M8 1.500L14.500 8 8 14.500 1.500 8z", false],
  book: ["M3 2.500h10v11H3zM6 2.500v11", false],
  dash: ["M3 8h10", false],
};

const byId = (id) => document.getElementById(id);
const form = byId("form");
const field = byId("question");
const answerBox = byId("answer");
const dialog = byId("passage");
let conversation = null;
let running = null;

/** Make an element: class, text or children. Strings become text nodes. */
function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "class") node.className = value;
    else if (name === "on") node.addEventListener("click", value);
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Return code points [start, end) of a text: spans count code points, not UTF-16 units. */
function slice(text, start, end) {
  return Array.from(text).slice(start, end).join("");
}

/** Take the light marks of Markdown out of a quote, for reading only. */
function readable(text) {
  return text
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

/** A quote as nodes: the cells of a table row side by side, anything else as running text. */
function quoteNodes(text) {
  const row = text.trim();
  if (!/^\|.*\|$/s.test(row)) return [readable(text)];
  const cells = row.slice(1, -1).split(/(?<!\\)\|/).map((cell) => readable(cell)).filter(Boolean);
  return [el("span", { class: "cells" }, ...cells.map((cell) => el("span", {}, cell)))];
}

function shape(name) {
  const space = "http://www.w3.org/2000/svg";
  const [path, fill] = SHAPES[name];
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const parts = fill === "half" ? path.split(/(?<=z)/) : [path];
  parts.forEach((part, place) => {
    const line = document.createElementNS(space, "path");
    line.setAttribute("d", part);
    line.setAttribute("fill", fill === true || (fill === "half" && place === 0) ? "currentColor" : "none");
    line.setAttribute("stroke", "currentColor");
    line.setAttribute("stroke-width", "1.6");
    line.setAttribute("stroke-linejoin", "round");
    svg.append(line);
  });
  return svg;
}

function tierLook(id) {
  return TIERS[id] || TIERS.none;
}

function badge(tier) {
  const [kind, form_] = tierLook(tier.id);
  return el("span", { class: "badge", "data-kind": kind }, shape(form_), el("span", {}, tier.label));
}

/** A badge with what it means; the meaning only once where the same tier repeats. */
function tierLine(tier, explained = new Set()) {
  const known = explained.has(tier.id);
  explained.add(tier.id);
  return el("div", { class: "tier-line" }, badge(tier), known ? null : el("span", { class: "plain" }, tier.plain));
}

function caveatList(caveats) {
  if (!caveats.length) return null;
  return el("ul", { class: "caveats", "aria-label": "Caveats" },
    ...caveats.map((caveat) => el("li", {}, caveat.label)));
}

/** A link where the target is on an allowed site, otherwise the plain text. */
function safeLink(url, text) {
  if (!LINK_SITES.some((site) => url.startsWith(site))) return text;
  return el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text,
    el("span", { class: "visually-hidden" }, " (opens in a new tab)"));
}

function referenceItem(reference) {
  const facts = [reference.design, reference.n ? `n = ${reference.n}` : null,
    reference.access === "abstract_only" ? "abstract only" : null,
    ["withdrawn", "retracted", "ongoing"].includes(reference.status) ? reference.status : null];
  const links = [];
  if (reference.doi) links.push(safeLink(`https://doi.org/${encodeURI(reference.doi)}`, `DOI ${reference.doi}`));
  if (/^NCT\d{8}$/.test(reference.nct || "")) links.push(safeLink(`https://clinicaltrials.gov/study/${reference.nct}`, reference.nct));
  if (/^\d+$/.test(reference.pmid || "")) links.push(safeLink(`https://pubmed.ncbi.nlm.nih.gov/${reference.pmid}/`, `PMID ${reference.pmid}`));
  const known = [reference.label, ...facts.filter(Boolean)].join(", ");
  const parts = links.flatMap((link) => [" · ", link]);
  return el("li", {}, known, ...parts);
}

function exactWords(text) {
  return el("details", { class: "exact" }, el("summary", {}, "Exact source words"),
    el("div", { class: "verbatim" }, text));
}

function citeButton(entry) {
  return el("button", {
    type: "button", class: "cite", on: () => openPassage(entry),
    "aria-label": `Source ${entry.n}: open the quote in its place`,
  }, String(entry.n));
}

function statementCard(statement, evidence, explained) {
  const cited = statement.citations.map((n) => evidence.get(n)).filter(Boolean);
  const first = cited[0];
  const caveats = new Map(cited.flatMap((entry) => entry.caveats).map((each) => [each.id, each]));
  return el("article", { class: "card statement", "data-kind": first ? tierLook(first.tier.id)[0] : "view" },
    el("blockquote", { class: "words" }, ...quoteNodes(statement.text), " ", ...cited.map(citeButton)),
    first ? tierLine(first.tier, explained) : null,
    caveatList([...caveats.values()]),
    exactWords(statement.text));
}

function sourceCard(entry, related) {
  const path = entry.section.filter((part) => part !== entry.article.title).join(" › ");
  const dated = entry.article.as_of ? `, as of ${entry.article.as_of}` : "";
  return el("li", { class: "card source", id: `${related ? "related" : "source"}-${entry.n}` },
    related ? el("p", { class: "tag" }, "Does not answer the question") : null,
    el("h4", {}, `${related ? "" : `${entry.n}. `}${entry.article.title}`),
    related ? el("blockquote", { class: "words" }, ...quoteNodes(entry.quote)) : null,
    related ? tierLine(entry.tier) : null,
    el("p", { class: "where" }, `${path || "Opening"}${dated}; characters ${entry.span.start} to ${entry.span.end}`),
    el("p", { class: "where" }, entry.hop === "primary" ? "The study itself. " : "The article reports this. ",
      `Why this kind of evidence: ${entry.tier_basis}`),
    entry.references.length ? el("ul", { class: "references" }, ...entry.references.map(referenceItem)) : null,
    el("button", { type: "button", class: "link-button", on: () => openPassage(entry) }, "Open the quote in its place"));
}

function emergencyCard(texts) {
  return el("div", { class: "emergency", role: "alert" },
    el("h2", {}, el("span", { "aria-hidden": "true" }, "⚠"), "Get help now"),
    ...texts.map((text) => el("p", {}, text)));
}

function statementNodes(answer, skip) {
  const evidence = new Map(answer.evidence.map((entry) => [entry.n, entry]));
  const explained = new Set();
  return answer.statements.filter((each) => !skip.includes(each.text)).map((statement) => {
    if (statement.kind !== "framing") return statementCard(statement, evidence, explained);
    // A framing sentence that ends in a colon heads the group after it.
    const heads = /[:：]\s*$/.test(statement.text);
    return heads ? el("h3", { class: "framing" }, statement.text) : el("p", { class: "opening" }, statement.text);
  });
}

function conflictCard(conflict, evidence) {
  const cited = conflict.citations.map((n) => evidence.find((entry) => entry.n === n)).filter(Boolean);
  return el("div", { class: "card conflict" }, el("p", {}, conflict.statement, " ", ...cited.map(citeButton)));
}

function sourceSection(title, entries, related) {
  if (!entries.length) return null;
  return el("section", { class: related ? "related" : "" }, el("h3", { class: "framing" }, title),
    el("ul", { class: "sources" }, ...entries.map((entry) => sourceCard(entry, related))));
}

function showAnswer(answer, question) {
  byId("disclaimer").textContent = answer.disclaimer.text;
  const urgent = answer.notices.filter((notice) => ["emergency", "crisis"].includes(notice.kind)).map((notice) => notice.text);
  const notices = answer.notices.filter((notice) => !urgent.includes(notice.text));
  const title = answer.reason === "about_the_desk" ? "About this desk" : OUTCOMES[answer.outcome] || "Answer";
  const heading = el("h2", { class: "outcome", tabindex: "-1" }, title);
  const isEmergency = answer.outcome === "emergency";
  answerBox.replaceChildren(...[
    urgent.length ? emergencyCard(urgent) : null,
    el("p", { class: "asked" }, question),
    isEmergency ? null : heading,
    answer.strongest_tier ? el("p", { class: "headline" }, "Strongest kind of source here:", badge(answer.strongest_tier)) : null,
    el("div", { class: "disclaimer answer-disclaimer", role: "note" }, el("p", {}, answer.disclaimer.text)),
    ...statementNodes(answer, urgent),
    notices.length ? el("ul", { class: "notices", "aria-label": "Notes" }, ...notices.map((notice) => el("li", {}, notice.text))) : null,
    ...answer.conflicts.map((conflict) => conflictCard(conflict, answer.evidence)),
    sourceSection("Sources", answer.evidence, false),
    sourceSection("Related passages, which do not answer the question", answer.related, true),
    el("p", { class: "stamp" }, `Library of ${answer.index.built_at.slice(0, 10)}, snapshot ${answer.index.snapshot}`),
  ].filter(Boolean));
  const target = isEmergency ? answerBox.firstElementChild : heading;
  target.setAttribute("tabindex", "-1");
  settle(target, `${title}. ${answer.evidence.length} sources.`);
}

function showProblem(problem) {
  const lines = (problem.errors || []).map((error) => error.message);
  if (problem.disclaimer) byId("disclaimer").textContent = problem.disclaimer.text;
  const text = lines.length ? lines.join(" ") : problem.detail;
  if (problem.status === 422) {
    answerBox.hidden = true;
    byId("problem").textContent = text;
    byId("problem").hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
    return;
  }
  const heading = el("h2", { class: "outcome", tabindex: "-1" }, problem.title || "It did not work");
  answerBox.replaceChildren(heading, el("p", { class: "opening" }, text));
  settle(heading, text);
}

function settle(target, said) {
  answerBox.hidden = false;
  byId("status").textContent = said;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

async function ask(question) {
  running?.abort();
  const own = new AbortController();
  running = own;
  byId("problem").hidden = true;
  field.removeAttribute("aria-invalid");
  byId("suggestions").hidden = true;
  byId("submit").disabled = true;
  answerBox.hidden = false;
  answerBox.setAttribute("aria-busy", "true");
  answerBox.replaceChildren(el("p", { class: "waiting" }, "Looking in the library"));
  byId("status").textContent = "Looking in the library";
  try {
    const request = { question };
    if (conversation) request.conversation_id = conversation;
    if (/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(navigator.language || "")) request.locale = navigator.language;
    const reply = await fetch("/v1/ask", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request), signal: own.signal, cache: "no-store",
    });
    const body = await reply.json();
    if (reply.ok) {
      conversation = body.conversation_id;
      showAnswer(body, question);
    } else {
      showProblem(body);
    }
  } catch (error) {
    if (error.name === "AbortError") return;
    showProblem({ title: "No answer came back", detail: "The service cannot be reached. Try again in a moment." });
  } finally {
    if (running === own) {
      byId("submit").disabled = false;
      answerBox.setAttribute("aria-busy", "false");
    }
  }
}

async function openPassage(entry) {
  const body = byId("passage-body");
  const path = entry.section.filter((part) => part !== entry.article.title).join(" › ");
  const context = el("div", { class: "verbatim" }, entry.quote);
  body.replaceChildren(
    el("p", {}, el("strong", {}, entry.article.title), entry.article.as_of ? `, as of ${entry.article.as_of}` : ""),
    el("p", { class: "stamp" }, `${path || "Opening"}; characters ${entry.span.start} to ${entry.span.end} of the source`),
    tierLine(entry.tier), ...[caveatList(entry.caveats)].filter(Boolean), context,
    entry.references.length ? el("ul", { class: "references" }, ...entry.references.map(referenceItem)) : "",
    el("p", { class: "stamp" }, "The source is shown exactly as written; the marked words are the quote."));
  if (!dialog.open) dialog.showModal();
  try {
    const reply = await fetch(`/v1/passages/${encodeURIComponent(entry.passage_id)}`);
    if (!reply.ok) return;
    const { context: around } = await reply.json();
    const start = entry.span.start - around.span.start;
    const end = entry.span.end - around.span.start;
    const quote = slice(around.text, start, end);
    if (quote !== entry.quote) return;
    const mark = el("mark", {}, quote);
    context.replaceChildren(slice(around.text, 0, start), mark, slice(around.text, end, around.text.length));
    mark.scrollIntoView({ block: "center" });
  } catch {
    // The quote itself already stands there; only its surroundings are missing.
  }
}

async function showLibrary() {
  try {
    const reply = await fetch("/v1/articles");
    if (!reply.ok) return;
    const { articles } = await reply.json();
    const box = byId("library");
    box.querySelector("summary").textContent = `${articles.length} articles in the library`;
    box.querySelector("ul").replaceChildren(...articles.slice(0, 200).map((article) =>
      el("li", {}, article.title, article.as_of ? `, as of ${article.as_of}` : "")));
    box.hidden = !articles.length;
  } catch {
    // The list is an extra; asking works without it.
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = field.value.trim();
  if (question) {
    ask(question);
    return;
  }
  byId("problem").textContent = "Type a question first.";
  byId("problem").hidden = false;
  field.focus();
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
for (const button of document.querySelectorAll(".suggestions button")) {
  button.addEventListener("click", () => {
    field.value = button.textContent;
    ask(button.textContent);
  });
}
byId("passage-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});

showLibrary();
const given = new URLSearchParams(location.search).get("q");
if (given) {
  field.value = given.slice(0, 2000);
  ask(field.value);
}
