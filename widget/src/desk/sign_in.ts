/** The view before anybody is signed in. */

import { html, nothing, type TemplateResult } from "lit";

import { Trouble } from "./service.js";
import { troubleCard } from "./trouble.js";

export interface Entrance {
  /** Whether an OpenID Connect issuer is configured. */
  readonly issuer: boolean;
  /** Where the issuer sends people back to: the place that they opened. */
  readonly back: string;
  /** Why somebody has to sign in again, or "". */
  readonly reason: string;
  readonly trouble: Trouble | undefined;
  readonly busy: boolean;
  enter(key: string): void;
}

export function signInView(entrance: Entrance): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem("key") as HTMLInputElement;
    const key = field.value.trim();
    if (key) entrance.enter(key);
    else field.focus();
  };
  return html`<section class="sign-in card" aria-labelledby="sign-in-title">
    <h2 id="sign-in-title" tabindex="-1">Sign in</h2>
    ${entrance.reason ? html`<p class="aside" role="note">${entrance.reason}</p>` : nothing}
    ${entrance.trouble ? troubleCard(entrance.trouble, false) : nothing}
    ${entrance.issuer ? html`<p><a class="strong button" href="/auth/sign-in?next=${encodeURIComponent(entrance.back)}">Sign in with your organisation</a></p>
      <p class="or"><span>or with an API key</span></p>` : nothing}
    <form class="stack" @submit=${submit}>
      <label for="key">API key</label>
      <input id="key" name="key" type="password" required autocomplete="off" spellcheck="false" autocapitalize="off"
        placeholder="rdk_…" aria-describedby="key-hint">
      <p class="hint" id="key-hint">A key of the role staff or admin. An operator makes one with
        <code>refdesk keys create</code>. The browser keeps a sign-in that ends by itself, not the key.</p>
      <p><button type="submit" class="strong" ?disabled=${entrance.busy}>${entrance.busy ? "Signing in…" : "Sign in"}</button></p>
    </form>
  </section>`;
}
