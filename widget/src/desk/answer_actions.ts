/** What staff do with an answer: take it along as a file, rate it, open its record. */

import { html, type TemplateResult } from "lit";

import { feedbackRow } from "../feedback.js";
import type { Lane } from "./asking.js";
import { troubleFrom } from "./service.js";
import type { Format } from "./shapes.js";
import type { Desk } from "./view.js";

const NAMES: Readonly<Record<Format, string>> = {
  markdown: "Markdown", docx: "Word (DOCX)", "csl-json": "Citations (CSL-JSON)", ris: "Citations (RIS)",
};

export function answerActions(desk: Desk, lane: Lane): TemplateResult {
  const { answer } = lane.reply ?? {};
  const formats = desk.offered?.facts.formats ?? [];
  return html`<div class="tools" role="group" aria-label="This answer">
    ${answer && lane.reply?.seal && formats.length ? html`<div class="row exports"><span class="term" id="export-${lane.turn.key}">Export</span>
      ${formats.map((format) => html`<button type="button" class="plain-button" aria-describedby="export-${lane.turn.key}"
        @click=${() => void take(desk, lane, format)}>${NAMES[format] ?? format}</button>`)}
      <a href="#record/${answer.answer_id}">Record</a></div>` : ""}
    ${answer ? feedbackRow(desk, lane.turn, answer) : ""}
  </div>`;
}

/** Fetch a file and give it to the browser to keep. */
async function take(desk: Desk, lane: Lane, format: Format): Promise<void> {
  if (!lane.reply) return;
  try {
    const file = await desk.service.export(format, lane.request.question, lane.reply);
    const address = URL.createObjectURL(file.content);
    const link = document.createElement("a");
    link.href = address;
    link.download = file.name;
    link.click();
    // The browser has taken the content once the click is over; give it a moment on slow disks.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    note(desk, lane, `Saved as ${file.name}.`);
  } catch (error) {
    if (!desk.ended(error)) note(desk, lane, `Not exported. ${troubleFrom(error).title}: ${troubleFrom(error).detail}`);
  }
}

function note(desk: Desk, lane: Lane, text: string): void {
  lane.turn.note = text;
  desk.announce(text);
}
