/** The few pictures of the frame, and the buttons that are only a picture. */

import { html, type TemplateResult } from "lit";

const SHAPES = {
  close: "M6 6l12 12M18 6L6 18",
  restart: "M4.5 12a7.5 7.5 0 107.5-7.5c-2.4 0-4.4 1-5.9 2.6L4.5 8.7M4.5 4v4.7h4.7",
} as const;

export function iconButton(shape: keyof typeof SHAPES, label: string, press: () => void): TemplateResult {
  return html`<button type="button" class="icon" aria-label=${label} title=${label} @click=${press}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${SHAPES[shape]} fill="none" stroke="currentColor"
      stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"></path></svg></button>`;
}

export function logo(): TemplateResult {
  return html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><path fill="none" stroke="currentColor"
    stroke-width="2.4" stroke-linejoin="round" d="M6 8.5c3.7-1.8 7-1.6 10 .8 3-2.4 6.3-2.6 10-.8v16c-3.7-1.8-7-1.6-10
    .8-3-2.4-6.3-2.6-10-.8zM16 9.3v16"></path></svg>`;
}
