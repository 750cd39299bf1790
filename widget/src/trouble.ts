/** A turn without its answer: still waited for, stopped, or come to nothing. */

import { html, nothing, type TemplateResult } from "lit";

import type { Failure, Turn } from "./types.js";
import type { View } from "./view.js";

export function working(view: View, turn: Turn): TemplateResult {
  const step = turn.connection === "lost" ? "lost" : (turn.step ?? "sending");
  return html`<div class="working"><span class="spinner" aria-hidden="true"></span>
    <p>${view.say(step, { n: turn.shown?.length ?? 0 })}${turn.waited ? html`<br>${slowText(view, turn)}` : nothing}</p>
    <button type="button" class="quiet" @click=${() => view.stop()}>${view.say("stop")}</button></div>`;
}

export function slowText(view: View, turn: Turn): string {
  return view.say("slow", { time: turn.waited ?? 0 });
}

export function stopped(view: View, turn: Turn): TemplateResult {
  return html`<p class="stopped">${view.say("stopped")}</p><p>${again(view, turn)}</p>`;
}

export function failureCard(view: View, turn: Turn, failure: Failure): TemplateResult {
  return html`<div class="card failure"><h3>${view.say("failedTitle")}</h3><p dir="auto">${failureText(view, turn, failure)}</p>
    ${failure.kind === "invalid" ? nothing : again(view, turn)}</div>`;
}

/** What is said of a failure: what happened, and what can be done. */
export function failureText(view: View, turn: Turn, failure: Failure): string {
  const { kind, text } = failure;
  if (kind === "invalid" && text) return text;
  if (kind === "offline") {
    if (turn.connection === "back") return view.say("back");
    // What had begun to come has been taken back.
    return turn.disclaimer ? `${view.say("broken")} ${view.say("offline")}` : view.say("offline");
  }
  const passing = kind === "busy" || kind === "limited" || kind === "unreachable";
  return passing ? `${view.say(kind)} ${whenAgain(view, turn)}` : view.say(kind);
}

function whenAgain(view: View, turn: Turn): string {
  if (turn.left === undefined) return view.say("moment");
  return turn.left > 0 ? view.say("waitFor", { time: turn.left }) : view.say("waited");
}

/** The same question by one press, once the service takes it again. The field stays open meanwhile:
 *  what is typed there may be an emergency. */
function again(view: View, turn: Turn): TemplateResult {
  return html`<button type="button" class="plain-button" ?disabled=${(turn.left ?? 0) > 0}
    @click=${() => view.pick(turn.question)}>${view.say("again")}</button>`;
}
