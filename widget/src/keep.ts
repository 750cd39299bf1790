/** The conversation, kept in this tab only and gone with it. */

import { isAnswer, type Answer } from "./types.js";

export interface Kept {
  readonly conversation: string | undefined;
  readonly turns: readonly { readonly question: string; readonly answer: Answer }[];
}

const MOST_TURNS = 20;

/** Return what an earlier page of this tab kept, or undefined. */
export function recall(key: string): Kept | undefined {
  try {
    const text = sessionStorage.getItem(key);
    const kept = text ? (JSON.parse(text) as Kept) : undefined;
    const whole = kept && Array.isArray(kept.turns) && kept.turns.every((turn) => isAnswer(turn.answer));
    return whole ? kept : undefined;
  } catch {
    return undefined; // no storage here, or not our text: start anew
  }
}

/** Keep the last turns; where the tab gives no room for them, keep none. */
export function keep(key: string, kept: Kept): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ ...kept, turns: kept.turns.slice(-MOST_TURNS) }));
  } catch {
    forget(key);
  }
}

/** Forget the conversation. */
export function forget(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // A page without storage has kept nothing.
  }
}
