/** The list of answers that were given; never the words of a question. */

import { html, nothing, type TemplateResult } from "lit";

import { Listing, PAGE, type Query } from "./listing.js";
import type { AuditEntry, Page } from "./shapes.js";
import { table } from "./table.js";
import { tierPill } from "./tier_pill.js";
import type { Desk } from "./view.js";
import { codesOf, momentOf, wordsOf } from "./words.js";

type Found = Page & { readonly answers: readonly AuditEntry[] };

export class Audit {
  #list: Listing<Found>;

  constructor(private readonly desk: Desk) {
    this.#list = new Listing<Found>(desk, "audit", [
      { name: "asked_by", words: "Asked by", options: ["public", "staff", "admin"].map((role) => [role, role]) },
      { name: "outcome", words: "Outcome", options: codesOf("outcome").map((code) => [code, wordsOf("outcome", code)]) },
      { name: "category", words: "Policy category", options: ["none", ...codesOf("category")].map((code) => [code, wordsOf("reason", code)]) },
      { name: "since", words: "From", type: "date" },
      { name: "until", words: "Before", type: "date" },
    ], (query) => desk.service.audit({ ...query, limit: PAGE }));
  }

  load(query: Query): void {
    void this.#list.load(query);
  }

  forget(): void {
    this.#list.forget();
  }

  view(query: Query): TemplateResult {
    return html`<p class="lead">Every answer that was given, the newest first. The words of a question are not kept here: a hash stands for them.</p>
      ${this.#list.view(query, ["answer", "answers"], (found) => this.#rows(found.answers))}`;
  }

  #rows(answers: readonly AuditEntry[]): TemplateResult {
    const tiers = new Map(this.desk.offered?.tiers.map((tier) => [tier.id, tier]));
    return table("Answers that were given", [
      { name: "When" }, { name: "Asked by" }, { name: "Outcome" }, { name: "Policy category" }, { name: "Strongest kind of evidence", look: "words" },
      { name: "Passages cited", look: "number" }, { name: "Milliseconds", look: "number" }, { name: "Conversation" },
    ], answers.map(({ record, ...each }) => [
      html`<a class="together" href="#record/${each.answer_id}">${momentOf(each.made_at)}<span class="hidden">, open the record</span></a>`,
      each.asked_by, wordsOf("outcome", each.outcome), wordsOf("reason", each.category),
      record?.strongest_tier ? tierPill(tiers.get(record.strongest_tier), record.strongest_tier) : "–",
      record ? record.passages.length : "–", record ? Math.round(record.timings_ms["total"] ?? 0) : html`cannot be read`,
      each.conversation_sha256 ? html`<span class="code" title=${each.conversation_sha256}>${each.conversation_sha256.slice(0, 8)}</span>` : nothing,
    ]));
  }
}
