/** A tier as readers see it: a shape and its words, never colour alone. */

import { html, svg, type TemplateResult } from "lit";

import looks from "../../api/static/tiers.json";
import type { Tier } from "./types.js";

const TIERS: Readonly<Record<string, { kind: string; shape: string }>> = looks.tiers;
const SHAPES = looks.shapes as unknown as Readonly<Record<string, readonly (readonly [string, boolean])[]>>;
const UNKNOWN = looks.tiers.none;

/** The colour group of a tier: human, animal, lab, ... */
export function kindOf(tier: Tier | undefined): string {
  return (TIERS[tier?.id ?? ""] ?? UNKNOWN).kind;
}

export function shapeOf(tier: Tier): TemplateResult {
  const parts = SHAPES[(TIERS[tier.id] ?? UNKNOWN).shape] ?? [];
  return html`<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">${parts.map(([path, filled]) => svg`
    <path d=${path} fill=${filled ? "currentColor" : "none"} stroke="currentColor" stroke-width="1.6"
      stroke-linejoin="round"></path>`)}</svg>`;
}

/** A badge that tells its plain meaning on tap, hover or focus (see tip.ts). */
export function badge(tier: Tier): TemplateResult {
  return html`<button type="button" class="badge" lang="en" data-kind=${kindOf(tier)} data-tip=${tier.plain}
    aria-description=${tier.plain}>${shapeOf(tier)}<span>${tier.label}</span></button>`;
}
