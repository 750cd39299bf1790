/** The form that a question is asked with: how it is answered, from which snapshot, under which filters. */

import { html, nothing, type TemplateResult } from "lit";

import type { Asking } from "./asking.js";
import { clearFilters, filtersSet, snapshotLabel, type Draft, type Kind } from "./draft.js";
import type { Mode } from "./shapes.js";
import type { Desk, Offered } from "./view.js";

const MOST = 2000;
/** From this width of the window on, the form stands beside the answers, with room for all its fields. */
const WIDE = "(min-width: 64rem)";
const KINDS: readonly (readonly [Kind, string])[] = [
  ["one", "One answer"], ["modes", "Extractive beside generative"], ["snapshots", "Two snapshots"],
];

export function askForm(desk: Desk, asking: Asking, offered: Offered): TemplateResult {
  const { draft } = asking;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (asking.running && event.submitter) {
      asking.stop();
      return;
    }
    void asking.ask();
    if (asking.empty) desk.renderRoot.querySelector<HTMLElement>("#question")?.focus();
  };
  return html`<form class="ask card" novalidate @submit=${submit} aria-label="Ask the library">
    <div class="field"><label for="question">Question</label>
      <textarea id="question" rows="3" maxlength=${MOST} dir="auto" aria-describedby="empty" aria-invalid=${asking.empty ? "true" : "false"} .value=${draft.question} @keydown=${enter}
        @focus=${(event: FocusEvent) => reselect(event, asking)} @input=${(event: Event) => asking.typed(valueOf(event))}></textarea>
      <p class="problem" id="empty" role="alert" ?hidden=${!asking.empty}>${asking.empty ? "Type a question first." : nothing}</p></div>
    <div class="row">
      <button type="submit" class="strong">${asking.running ? "Stop" : "Ask"}</button>
      ${asking.asked.length ? html`<button type="button" class="plain-button" @click=${() => restart(desk, asking)}>New conversation</button>` : nothing}
    </div>
    <details class="making" ?open=${matchMedia(WIDE).matches}><summary>How it is answered</summary>${making(desk, draft, offered)}</details>
    ${filters(desk, draft, offered)}
  </form>`;
}

function making(desk: Desk, draft: Draft, { facts }: Offered): TemplateResult {
  const change = (kind: Kind): void => {
    draft.kind = kind;
    desk.requestUpdate();
  };
  const others = facts.snapshots.length > 1;
  const lack = lackingModel(desk, facts.generative);
  return html`<fieldset><legend>Show</legend>${KINDS.map(([kind, words]) => html`<label class="choice">
      <input type="radio" name="kind" value=${kind} .checked=${draft.kind === kind}
        ?disabled=${(kind === "snapshots" && !others) || (kind === "modes" && lack !== nothing)}
        aria-describedby=${kind === "modes" && lack !== nothing ? "no-model" : nothing}
        @change=${() => change(kind)}>${words}</label>`)}
    ${others ? nothing : html`<p class="hint">There is ${facts.snapshots.length ? "one snapshot; a second one" : "no snapshot yet; one"} appears here once it is built.</p>`}
  </fieldset>
  ${draft.kind === "modes" ? nothing : modeChoice(desk, draft, lack === nothing)}
  ${lack === nothing ? nothing : html`<p class="hint" id="no-model">${lack}</p>`}
  ${snapshotChoice(desk, draft, facts.snapshots, "snapshot", draft.kind === "snapshots" ? "First snapshot" : "Snapshot")}
  ${draft.kind === "snapshots" ? snapshotChoice(desk, draft, facts.snapshots, "other", "Second snapshot") : nothing}
  <div class="pair">
    <div class="field"><label for="most">Most evidence</label>
      <input id="most" type="number" min="1" max="20" .value=${String(draft.most)}
        @input=${(event: Event) => { draft.most = Number(valueOf(event)); }}></div>
    <div class="field"><label for="locale">Language tag</label>
      <input id="locale" placeholder="en-GB" maxlength="35" pattern="[A-Za-z]{1,8}([\\-_][A-Za-z0-9]{1,8})*" autocomplete="off"
        spellcheck="false" .value=${draft.locale} title="A language tag like en-GB" @input=${(event: Event) => { draft.locale = valueOf(event); }}></div>
  </div>`;
}

/** Why answers are extractive alone, and what changes that. */
function lackingModel(desk: Desk, configured: boolean): TemplateResult | typeof nothing {
  if (!configured) {
    return html`No model is configured, so answers are extractive. An operator sets
      <code>REFDESK_GENERATE_BASE_URL</code> and <code>REFDESK_GENERATE_MODEL</code> to have drafts.`;
  }
  if (desk.session?.scopes.includes("generate")) return nothing;
  return html`Your sign-in lacks the scope <code>generate</code>, so answers are extractive.`;
}

function modeChoice(desk: Desk, draft: Draft, generative: boolean): TemplateResult {
  return html`<div class="field"><label for="mode">Wording</label>
    <select id="mode" aria-describedby=${generative ? nothing : "no-model"}
      @change=${(event: Event) => { draft.mode = valueOf(event) as Mode; desk.requestUpdate(); }}>
      <option value="extractive" .selected=${draft.mode === "extractive"}>Extractive: quotes as they are</option>
      <option value="generative" .selected=${draft.mode === "generative"} ?disabled=${!generative}>Generative: a checked draft</option>
    </select></div>`;
}

function snapshotChoice(desk: Desk, draft: Draft, snapshots: Offered["facts"]["snapshots"], name: "snapshot" | "other", words: string): TemplateResult {
  return html`<div class="field"><label for=${name}>${words}</label>
    <select id=${name} @change=${(event: Event) => { draft[name] = valueOf(event); desk.requestUpdate(); }}>
      <option value="" .selected=${draft[name] === ""}>The serving one</option>
      ${snapshots.map((each) => html`<option value=${each.id} .selected=${draft[name] === each.id} ?disabled=${!each.readable}>
        ${snapshotLabel(each)}</option>`)}
    </select></div>`;
}

function filters(desk: Desk, draft: Draft, offered: Offered): TemplateResult {
  const set = filtersSet(draft);
  const again = (): void => desk.requestUpdate();
  return html`<details class="filters"><summary>Filters${set ? html` <span class="count">${set} set</span>` : nothing}</summary>
    <div class="field"><label for="weakest">Weakest kind of evidence</label>
      <select id="weakest" @change=${(event: Event) => { draft.weakest = valueOf(event); again(); }}>
        <option value="" .selected=${!draft.weakest}>Any</option>
        ${offered.tiers.map((tier) => html`<option value=${tier.id} .selected=${draft.weakest === tier.id}>${tier.label}</option>`)}
      </select></div>
    ${boxes("Kinds of evidence", draft.tiers, offered.tiers.map((tier) => [tier.id, tier.label]), again)}
    ${boxes("Articles", draft.articles, offered.articles.map((article) => [article.slug, article.title]), again)}
    <div class="field"><label for="condition">Conditions</label>
      <input id="condition" maxlength="200" autocomplete="off" .value=${draft.condition} aria-describedby="condition-hint"
        @input=${(event: Event) => { draft.condition = valueOf(event); }} @change=${again}>
      <p class="hint" id="condition-hint">One of them must be studied; commas between them.</p></div>
    <div class="field"><label for="since">Studies since</label>
      <input id="since" type="number" min="1900" max="2100" placeholder="year" .value=${draft.since}
        @input=${(event: Event) => { draft.since = valueOf(event); }} @change=${again}></div>
    <label class="choice"><input type="checkbox" .checked=${draft.human}
      @change=${(event: Event) => { draft.human = (event.target as HTMLInputElement).checked; again(); }}>Only about people</label>
    ${set ? html`<p><button type="button" class="quiet" @click=${() => takeOut(desk, draft)}>Take all filters out</button></p>` : nothing}
  </details>`;
}

function boxes(name: string, chosen: Set<string>, offered: readonly (readonly [string, string])[], again: () => void): TemplateResult {
  const toggle = (id: string): void => {
    if (!chosen.delete(id)) chosen.add(id);
    again();
  };
  return html`<fieldset class="boxes"><legend>${name}${chosen.size ? html` <span class="count">${chosen.size} of ${offered.length}</span>` : nothing}</legend>
    <div class="box-list">${offered.length ? offered.map(([id, words]) => html`<label class="choice"><input type="checkbox" value=${id}
      .checked=${chosen.has(id)} @change=${() => toggle(id)}>${words}</label>`) : html`<p class="hint">None in the library.</p>`}</div>
  </fieldset>`;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value;
}

/** Whoever comes back to a question that was asked either asks it again or types over it. */
function reselect(event: FocusEvent, asking: Asking): void {
  const field = event.target as HTMLTextAreaElement;
  if (field.value && field.value.trim() === asking.asked[0]?.question) field.select();
}

function enter(event: KeyboardEvent): void {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  (event.target as HTMLTextAreaElement).form?.requestSubmit();
}

function takeOut(desk: Desk, draft: Draft): void {
  clearFilters(draft);
  desk.announce("All filters are taken out.");
  // The button goes with the last filter.
  desk.renderRoot.querySelector<HTMLElement>(".filters summary")?.focus();
}

function restart(desk: Desk, asking: Asking): void {
  asking.restart();
  asking.draft.question = "";
  desk.announce("A new conversation.");
  void desk.updateComplete.then(() => desk.renderRoot.querySelector<HTMLElement>("#question")?.focus());
}
