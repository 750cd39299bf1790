/** What the parts of the widget need to draw themselves. */

import type { MessageKey } from "./messages.js";
import type { Evidence, Turn } from "./types.js";

export type FeedbackState = "up" | "down" | "form" | undefined;

export interface View {
  /** The widget's own words. */
  say(key: MessageKey, places?: Record<string, string | number>): string;
  /** Where a quote can be read in its article, or undefined. */
  articleLink(entry: Evidence): URL | undefined;
  openSource(entry: Evidence): void;
  /** Ask a question that is offered on a button. */
  pick(question: string): void;
  stop(): void;
  copy(turn: Turn): void;
  feedback(turn: Turn, rating: "up" | "down", tags?: string[], comment?: string): Promise<void>;
  showForm(turn: Turn, shown: boolean): Promise<void>;
  feedbackOf(turn: Turn): FeedbackState;
  insteadOf(reason: string): readonly string[];
}
