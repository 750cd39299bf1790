/** The record of one answer: what was decided and shown, by hash. */

import { html, nothing, type TemplateResult } from "lit";

import { timingTable } from "./behind.js";
import { articlePlace } from "./place.js";
import { troubleFrom, type Trouble } from "./service.js";
import type { AnswerRecord, RecordedEvidence } from "./shapes.js";
import { facts, table } from "./table.js";
import { tierPill } from "./tier_pill.js";
import { troubleCard } from "./trouble.js";
import type { Desk } from "./view.js";
import { momentOf, wordsOf } from "./words.js";

export class RecordRoom {
  #id = "";
  #record: AnswerRecord | undefined;
  #trouble: Trouble | undefined;
  /** How far somebody has come with deleting it. */
  #deleting: "no" | "asked" | "done" = "no";

  constructor(private readonly desk: Desk) {}

  async load(id: string): Promise<void> {
    if (id === this.#id) return;
    this.forget();
    this.#id = id;
    try {
      const record = await this.desk.service.record(id);
      if (this.#id === id) this.#record = record;
    } catch (error) {
      if (this.#id !== id) return;
      if (!this.desk.ended(error)) this.#trouble = troubleFrom(error);
    }
    this.desk.requestUpdate();
  }

  forget(): void {
    this.#id = "";
    this.#record = undefined;
    this.#trouble = undefined;
    this.#deleting = "no";
  }

  view(): TemplateResult {
    if (this.#deleting === "done") return html`<p class="card">The record was deleted; a tombstone tells when and by whom.</p>`;
    if (this.#trouble) return this.#trouble.status === 404
      ? html`<p class="card">No record has this id. Records may be switched off, or it was deleted, or its time is over.</p>` : troubleCard(this.#trouble);
    if (!this.#record) return html`<div class="working"><span class="spinner" aria-hidden="true"></span><p>Loading…</p></div>`;
    return html`${this.desk.session?.scopes.includes("admin") ? html`<p><a href="#audit">All answers that were given</a></p>` : nothing}
      <div class="card stack record">${this.#told(this.#record)}</div>`;
  }

  #told(record: AnswerRecord): TemplateResult {
    const { policy, asked } = record;
    return html`<h3 class="outcome">${wordsOf("outcome", record.outcome)}</h3>
      ${facts([
        ["Answer", record.answer_id], ["When", momentOf(record.made_at)], ["Asked by", record.asked_by],
        ["Reason", wordsOf("reason", record.reason)], ["Policy", `${wordsOf("reason", policy.category)}: ${wordsOf("action", policy.action)}`],
        ["What fired", policy.signals.join(", ") || "nothing"], ["Support", record.support ? wordsOf("verdict", record.support) : "not asked"],
        ["Wanted", `${asked.mode}, at most ${asked.max_evidence} pieces of evidence${asked.locale ? `, ${asked.locale}` : ""}`],
        ["Filters", asked.filters ? filtersTold(asked.filters) : "none"],
        ["Notices", record.notices.join(", ") || "none"], ["Disclaimer", record.disclaimer_id],
        ["Question (SHA-256)", record.question_sha256], ["Question kept", record.question_kept ? "yes" : "no"],
        ["Conversation (SHA-256)", record.conversation_sha256 || "unknown"],
      ])}
      <h4>Evidence cited</h4>${this.#evidence(record.evidence)}
      ${record.related.length ? html`<h4>Near the question</h4>${this.#evidence(record.related)}` : nothing}
      <h4>Snapshot, versions and time</h4>
      ${facts([["Snapshot", record.index.snapshot], ["Library version", record.index.corpus_version], ...Object.entries(record.versions)])}
      ${timingTable(record.timings_ms)}
      ${this.#deletion(record)}`;
  }

  #evidence(cited: readonly RecordedEvidence[]): TemplateResult {
    if (!cited.length) return html`<p class="hint">None.</p>`;
    const tiers = new Map(this.desk.offered?.tiers.map((tier) => [tier.id, tier]));
    const names = this.desk.offered?.caveats;
    return table("Evidence", [{ name: "Number" }, { name: "Place" }, { name: "Kind of evidence", look: "words" }, { name: "What limits it", look: "words" }], cited.map((each) => [
      each.n, html`<a href=${articlePlace(each.statement_id)} target="_blank" rel="noopener">${each.statement_id}<span class="hidden"> (opens in a new tab)</span></a>`,
      tierPill(tiers.get(each.tier), each.tier), each.caveats.map((id) => names?.get(id) ?? id).join(" ") || "–",
    ]));
  }

  #deletion({ answer_id: id }: AnswerRecord): TemplateResult | typeof nothing {
    if (!this.desk.session?.scopes.includes("admin")) return nothing;
    if (this.#deleting === "no") {
      return html`<p><button type="button" class="plain-button" data-delete @click=${() => this.#ask("asked")}>Delete this record…</button></p>`;
    }
    return html`<div class="confirm" role="group" aria-label="Delete this record"><p>Delete what was kept of this answer, and what was said of it? This cannot be undone.</p>
      <p class="row"><button type="button" class="danger" data-delete @click=${() => void this.#delete(id)}>Delete for good</button>
      <button type="button" class="plain-button" @click=${() => this.#ask("no")}>Keep it</button></p></div>`;
  }

  #ask(step: "asked" | "no"): void {
    this.#deleting = step;
    this.desk.requestUpdate();
    void this.desk.updateComplete.then(() => this.desk.renderRoot.querySelector<HTMLElement>("[data-delete]")?.focus());
  }

  async #delete(id: string): Promise<void> {
    try {
      await this.desk.service.forget(id);
      this.#deleting = "done";
      this.desk.announce("The record was deleted.");
      this.desk.renderRoot.querySelector<HTMLElement>(".room-title")?.focus();
    } catch (error) {
      if (!this.desk.ended(error)) this.#trouble = troubleFrom(error);
    }
    this.desk.requestUpdate();
  }
}

function filtersTold(filters: object): string {
  const set = Object.entries(filters).filter(([, value]) => value && (!Array.isArray(value) || value.length));
  return set.map(([name, value]) => `${name.replaceAll("_", " ")}: ${Array.isArray(value) ? value.join(", ") : String(value)}`).join("; ") || "none";
}
