/** What stands before the first question: the disclaimer, what this is, and what may be asked. */

import { html, type TemplateResult } from "lit";

import { disclaimerNote, suggestionList } from "./answer.js";
import type { Disclaimer } from "./types.js";
import type { View } from "./view.js";

export function welcome(view: View, disclaimer: Disclaimer, questions: readonly string[]): TemplateResult {
  return html`<div class="welcome">
    <div><h3 class="note-title">${view.say("readFirst")}</h3>${disclaimerNote(disclaimer)}</div>
    <p class="lead">${view.say("lead")}</p>
    <h3 class="small-title">${view.say("suggestions")}</h3>${suggestionList(view, questions)}
  </div>`;
}
