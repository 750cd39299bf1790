/** A tier's shape and words without a button, for tables with many of them. */

import { html, type TemplateResult } from "lit";

import { kindOf, shapeOf } from "../tier.js";
import type { Tier } from "../types.js";

/** @param id What is shown where the tier is not known. */
export function tierPill(tier: Tier | undefined, id: string): TemplateResult {
  if (!tier) return html`<span class="code">${id}</span>`;
  return html`<span class="badge still" data-kind=${kindOf(tier)}>${shapeOf(tier)}<span>${tier.label}</span></span>`;
}
