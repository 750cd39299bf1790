/** The widget's own words. Answers, disclaimers and notices come from the server as they are. */

import { spokenTime } from "./waiting.js";

export const ENGLISH = {
  heading: "Ask the evidence",
  launch: "Ask the evidence",
  close: "Close",
  conversation: "Questions and answers",
  restart: "Start again",
  restarted: "The conversation is cleared.",
  readFirst: "Please read first",
  lead: "Exact words from the library's articles, each with its source and the kind of evidence behind it. Never a recommendation.",
  suggestions: "For example",
  label: "Your question",
  placeholder: "Type a question",
  ask: "Ask",
  stop: "Stop",
  empty: "Type a question first.",
  asked: "You asked",
  askedAs: "Understood as: {question}",
  answered: "What the library says",
  partial: "What studies in groups of people report",
  refused: "Not something this service can answer",
  emergency: "Get help now",
  not_in_library: "Not in the library",
  about: "About this service",
  strongest: "Strongest kind of source here:",
  sending: "Sending the question",
  checking: "Checking whether this can be answered",
  reading: "Looking in the library",
  writing: "Found {n} passages, putting them in order",
  slow: "This takes longer than usual: {time} so far. You can wait or stop.",
  lost: "The connection is lost. Waiting for it to come back.",
  stopped: "Stopped before an answer came.",
  finished: "{title}. Sources: {n}.",
  source: "Source {n}, {tier}: open the quote in its place",
  caveats: "What limits this",
  notes: "Good to know",
  conflict: "The sources disagree",
  sources: "Sources",
  related: "Near your question, but not an answer to it",
  notAnAnswer: "Does not answer the question",
  instead: "You could ask instead",
  openQuote: "Open the quote in its place",
  quoteTitle: "The quote in its place",
  quoteNote: "Shown exactly as the source has it; the marked words are the quote.",
  quoteAlone: "The words around the quote could not be loaded.",
  quoteMoved: "The article has changed since this answer, so the quote stands alone.",
  kindOfEvidence: "Why this kind of evidence: {basis}",
  articleSays: "The article reports this.",
  primary: "The study itself.",
  asOf: "as of {date}",
  readArticle: "Read it in the article",
  newTab: "(opens in a new tab)",
  studies: "Studies behind it",
  abstractOnly: "abstract only",
  copy: "Copy with sources",
  copied: "Copied, with sources and disclaimer.",
  notCopied: "Copying is not allowed on this page.",
  helpful: "Helpful",
  notHelpful: "Not helpful",
  wrong: "Wrong citation",
  wrongTitle: "Which citation is wrong, and how?",
  wrongWhich: "Citation",
  wrongHow: "What is wrong (no names or health details, please)",
  send: "Send",
  cancel: "Cancel",
  thanks: "Thank you. Your feedback was sent.",
  noFeedback: "Feedback could not be sent.",
  again: "Ask again",
  failedTitle: "No answer came back",
  offline: "You are offline. Your question is kept here; ask it again when the connection is back.",
  back: "The connection is back. Your question was not asked again by itself.",
  unreachable: "The service cannot be reached.",
  broken: "The connection broke before the answer was whole, so nothing of it is shown.",
  busy: "The service is busy or not ready.",
  limited: "Too many questions at once.",
  moment: "Try again in a moment.",
  waitFor: "You can ask again in {time}.",
  waited: "You can ask again now.",
  invalid: "This question cannot be used as it is.",
  denied: "This page may not ask the service.",
  other: "Something went wrong in the service. It has been noted there.",
  call: "Call {number}",
  library: "Library of {date}",
  renewed: "The library has been renewed since the answer before.",
  copyQuestion: "Question: {question}",
} as const;

export type MessageKey = keyof typeof ENGLISH;
export type Messages = Partial<Record<MessageKey, string>>;

const TABLES = new Map<string, Messages>();
/** Words that the service has told, by language; those of the page go before. */
const TOLD = new Map<string, Messages>();

/** Take up the words of a language that the service has told. */
export function learn(language: string, words: Messages): void {
  TOLD.set(language, words);
}

/** Whether there are words of a language, of whoever they are. */
export function speaks(language: string): boolean {
  return TABLES.has(language) || TOLD.has(language);
}

/** Add or change words of a language; what is missing stays English. */
export function addMessages(language: string, words: Messages): void {
  const known = language.toLowerCase();
  TABLES.set(known, { ...TABLES.get(known), ...words });
}

/** Return one text in a locale's language, its `{places}` filled. */
export function message(locale: string, key: MessageKey, places: Record<string, string | number> = {}): string {
  const [text, language] = worded(locale.toLowerCase(), key);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => filled(places[name], name, language) ?? whole);
}

/** The text of a key, and the language that it is in. */
function worded(tag: string, key: MessageKey): [string, string] {
  for (const language of [tag, tag.split("-")[0] ?? "", "en"]) {
    const text = TABLES.get(language)?.[key] ?? TOLD.get(language)?.[key];
    if (text) return [text, language];
  }
  return [ENGLISH[key], "en"];
}

/** Seconds become a time in the language's own words. */
function filled(value: string | number | undefined, name: string, language: string): string | undefined {
  return name === "time" && typeof value === "number" ? spokenTime(value, language) : value?.toString();
}

/** Questions that the shipped articles answer; a site gives its own with the attribute `suggestions`. */
export const SUGGESTIONS = [
  "Did the cells help frail older adults walk farther?",
  "Which MSC products have been approved, and where?",
  "What side effects did trials of MSCs report?",
  "What is not known about the long-term safety of MSCs?",
];

const ABOUT = "How do you decide how strong the evidence is?";
const CAN_ASK = "What can I ask you?";

/** Whether a question is one of these, which are in English whatever the language around them. */
export function ownQuestion(question: string): boolean {
  return [SUGGESTIONS, OTHERWISE, ...Object.values(INSTEAD), [ABOUT, CAN_ASK]].some((each) => each.includes(question));
}

/** What may be asked instead, by the reason of a refusal: questions about groups and designs. */
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  dosing: ["How was the second CRATUS trial designed?", "What side effects did trials of MSCs report?"],
  document_dose: ["How was the second CRATUS trial designed?", "What side effects did trials of MSCs report?"],
  clinic_cost: ["Which MSC products have been approved, and where?", "What is not known about the long-term safety of MSCs?"],
  diagnosis: ["Did the cells help frail older adults walk farther?", "What are mesenchymal stem cells?"],
  off_topic: ["What are mesenchymal stem cells?", "Which MSC products have been approved, and where?"],
};
const OTHERWISE = ["What side effects did trials of MSCs report?", "What is not known about the long-term safety of MSCs?"];

/** Return questions to offer after an answer that gave no evidence. */
export function insteadOf(reason: string, own: readonly string[] | undefined): string[] {
  if (own?.length) return [...own.slice(0, 3)];
  const last = reason === "off_topic" || reason === "no_support" ? CAN_ASK : ABOUT;
  return [...(INSTEAD[reason] ?? OTHERWISE), last];
}
