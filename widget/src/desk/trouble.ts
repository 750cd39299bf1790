/** What went wrong, in the service's own words, and with the disclaimer that came with them. */

import { html, nothing, type TemplateResult } from "lit";

import { disclaimerNote } from "../answer.js";
import type { Trouble } from "./service.js";

/** @param disclaimed Whether the disclaimer is shown here; false where one stands beside it already. */
export function troubleCard(trouble: Trouble, disclaimed = true): TemplateResult {
  return html`<div class="card failure">
    <h3>${trouble.title}</h3>
    ${trouble.detail ? html`<p>${trouble.detail}</p>` : nothing}
    ${trouble.lines.length ? html`<ul class="lines">${trouble.lines.map((line) => html`<li>${line}</li>`)}</ul>` : nothing}
    ${trouble.wait ? html`<p>The service asks to wait ${trouble.wait} s.</p>` : nothing}
    ${disclaimed && trouble.disclaimer ? disclaimerNote(trouble.disclaimer) : nothing}
  </div>`;
}
