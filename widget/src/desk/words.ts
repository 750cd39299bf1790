/** Plain words for what the service says in codes. A code without words here is shown as it is. */

type Words = Readonly<Record<string, string>>;

/** What the policy decides on. */
const CATEGORIES: Words = {
  dosing: "a dose, or how to give something",
  document_dose: "a dose that a document tells",
  medication_change: "starting, stopping or changing a medicine",
  diagnosis: "a diagnosis",
  pregnancy_child: "pregnancy or a child",
  should_i: "a decision for one person",
  treatment_recommendation: "a recommendation",
  prognosis_cure: "what will become of one person, or a cure",
  clinic_cost: "clinics and prices",
  comparison: "a choice between treatments",
  proxy: "a decision for somebody else",
  professional: "a decision about a patient",
  hypothetical: "a decision put as a story",
  jailbreak: "an attempt to change the rules",
  off_topic: "not about the library's subject",
  self_harm: "self-harm",
  emergency: "an emergency",
};

/** Why an answer came out as it did: a category, or what the library holds. */
const REASONS: Words = {
  ...CATEGORIES,
  none: "no restriction",
  supported: "the library holds an answer",
  near_miss: "the library holds something near, but not what was asked",
  no_support: "the library holds nothing on it",
  retracted: "what the library holds on it was retracted",
  about_the_desk: "the question is about this service",
};

const ACTIONS: Words = {
  answer: "answer from the library",
  answer_strong: "answer from the library, with what limits it",
  partial: "decline the personal part, show what groups of people report",
  refuse: "decline, search nothing",
  emergency: "show emergency contacts, search nothing",
  abstain: "say that it is not in the library",
};

const VERDICTS: Words = {
  supported: "the library holds an answer",
  near_miss: "near, but not what was asked",
  no_support: "nothing on it",
};

/** Why there is no draft. */
const FAILURES: Words = {
  unreachable: "the model could not be reached",
  "timed-out": "the model took too long",
  refused: "the model's service refused the request",
  busy: "the model's service is busy",
  "bad-reply": "the reply could not be used",
  "circuit-open": "the model is left alone for a while after several failures",
  "budget-spent": "the budget for drafts is spent",
  "nothing-left": "every drafted sentence was dropped",
};

const OUTCOMES: Words = {
  answered: "Answered",
  partial: "Answered in part",
  refused: "Declined",
  emergency: "Emergency",
  not_in_library: "Not in the library",
};

const TAGS: Words = {
  wrong_citation: "wrong citation",
  wrong_tier: "wrong kind of evidence",
  missing_evidence: "evidence is missing",
  misleading: "misleading",
  unclear: "unclear",
  should_answer: "should have been answered",
  should_refuse: "should have been declined",
  unsafe: "unsafe",
  other: "other",
};

const MISSING: Words = {
  name: "a proper name of the question",
  term: "a technical word of the question",
  count: "a figure of what is counted",
  time: "the time that was asked about",
};

const STAGES: Words = {
  policy: "Policy", retrieve: "Search", support: "Support", compose: "Composing", generate: "Draft by the model",
  record: "Keeping the record", total: "All together",
};

const STATES: Words = { new: "not looked at", accepted: "accepted", dismissed: "dismissed" };

const TABLES = {
  category: CATEGORIES, reason: REASONS, action: ACTIONS, verdict: VERDICTS, failure: FAILURES, outcome: OUTCOMES,
  tag: TAGS, missing: MISSING, stage: STAGES, state: STATES,
} as const;

/** Return a code's words. */
export function wordsOf(table: keyof typeof TABLES, code: string): string {
  return TABLES[table][code] ?? conceptOf(code);
}

/** The id of a concept for reading: "condition.als" is "als (condition)". */
export function conceptOf(id: string): string {
  const [kind = "", name] = id.replaceAll("_", " ").split(".");
  return name ? `${name} (${kind})` : kind;
}

/** Return the codes of a table, in its order. */
export function codesOf(table: keyof typeof TABLES): string[] {
  return Object.keys(TABLES[table]);
}

/** A moment for reading: "2026-11-22 13:05 UTC". */
export function momentOf(stamp: string | null): string {
  if (!stamp) return "unknown";
  const found = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d))?/.exec(stamp);
  return found ? [found[1], found[2] && `${found[2]} UTC`].filter(Boolean).join(" ") : stamp;
}

/** A number for reading: up to three decimal places, "–" where there is none. */
export function numberOf(value: number | null, places = 3): string {
  return value === null ? "–" : value.toFixed(places);
}

/** "1 statement", "2 statements". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
