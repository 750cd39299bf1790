/** What the parts of the desk need of the desk itself. */

import type { View } from "../view.js";
import type { Service } from "./service.js";
import type { ArticleEntry, DeskFacts, Session, TierEntry } from "./shapes.js";

/** What the forms offer and the tables name; asked for once a sign-in. */
export interface Offered {
  readonly facts: DeskFacts;
  readonly tiers: readonly TierEntry[];
  readonly caveats: ReadonlyMap<string, string>;
  readonly articles: readonly ArticleEntry[];
}

export interface Desk extends View {
  readonly service: Service;
  readonly session: Session | undefined;
  readonly offered: Offered | undefined;
  readonly renderRoot: Element | ShadowRoot | DocumentFragment;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
  /** Say something to screen readers. */
  announce(text: string): void;
  /** Take what was thrown: an ended sign-in goes to the entrance (true), anything else is told where it came up (false). */
  ended(error: unknown): boolean;
}
