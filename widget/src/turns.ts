/** Where a turn stands on the screen, and how it comes into view: inside the widget only. */

import type { Turn } from "./types.js";

/** Pixels left above a turn that is brought into view. */
const ABOVE = 12;

export function placeOf(turn: Turn, root: ParentNode): HTMLElement | null {
  return root.querySelector<HTMLElement>(`.scroll [data-turn="${turn.key}"]`);
}

/** Bring a turn's beginning into view.
 *  @param focused Its question gets the focus too. */
export function bring(turn: Turn, root: ParentNode, focused: boolean): void {
  const at = placeOf(turn, root);
  const box = at?.closest(".scroll");
  if (!at || !box) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const top = box.scrollTop + at.getBoundingClientRect().top - box.getBoundingClientRect().top - ABOVE;
  box.scrollTo({ top, behavior: still ? "auto" : "smooth" });
  if (focused) at.querySelector<HTMLElement>(".question")?.focus({ preventScroll: true });
}
