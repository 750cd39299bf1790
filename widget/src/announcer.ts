/** What screen readers are told: a finished answer once, and trouble as it comes. */

import { titleOf } from "./answer.js";
import { failureText, slowText } from "./trouble.js";
import type { Answer, Failure, Turn } from "./types.js";
import type { View } from "./view.js";

export class Announcer {
  /** What was said last; empty while nothing is to be said. */
  text = "";

  constructor(private readonly view: View & { requestUpdate(): void }) {}

  say(text: string): void {
    this.text = text;
    this.view.requestUpdate();
  }

  answered(answer: Answer): void {
    this.say(this.view.say("finished", { title: titleOf(this.view, answer), n: answer.evidence.length }));
  }

  failed(turn: Turn, failure: Failure): void {
    this.say(`${this.view.say("failedTitle")}. ${failureText(this.view, turn, failure)}`);
  }

  slow(turn: Turn): void {
    this.say(slowText(this.view, turn));
  }

  connected(turn: Turn, there: boolean): void {
    if (turn.state === "failed") this.say(this.view.say(there ? "back" : "offline"));
    else if (!there) this.say(this.view.say("lost"));
  }

  /** A question that had to wait may be asked again. */
  free(): void {
    this.say(this.view.say("waited"));
  }
}
