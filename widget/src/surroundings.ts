/** What happens to the window around the widget, for as long as the widget is on its page. */

import type { ReactiveController } from "lit";

export interface Surrounded {
  /** The connection is back, or gone. */
  connection(there: boolean): void;
  /** The page is about to be printed, or has been. */
  printing(begins: boolean): void;
}

export class Surroundings implements ReactiveController {
  #here: AbortController | undefined;

  constructor(private readonly host: Surrounded) {}

  hostConnected(): void {
    this.#here = new AbortController();
    const { signal } = this.#here;
    addEventListener("online", () => this.host.connection(true), { signal });
    addEventListener("offline", () => this.host.connection(false), { signal });
    addEventListener("beforeprint", () => this.host.printing(true), { signal });
    addEventListener("afterprint", () => this.host.printing(false), { signal });
  }

  hostDisconnected(): void {
    this.#here?.abort();
  }
}
