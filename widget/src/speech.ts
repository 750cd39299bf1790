/** The language that a widget speaks: its own words and its disclaimer, told by the service. */

import type { Client } from "./client.js";
import { languageOf } from "./locale.js";
import { learn, speaks, type Messages } from "./messages.js";
import type { Disclaimer } from "./types.js";

/** Languages besides English that the service has the widget's words in (api/static/words). */
const LANGUAGES = new Set(["ar", "de", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr", "zh"]);
/** Milliseconds that the first drawing waits for them; after that it is drawn in English. */
const PATIENCE = 400;

/** What has been fetched, by address: widgets of one page share it. */
const FETCHED = new Map<string, Promise<void>>();

export class Speech {
  disclaimer: Disclaimer = OPENING_DISCLAIMER;
  #followed = "";

  /** Get words and disclaimer of a locale's language; undefined where there is nothing to get. */
  follow(client: Client, locale: string): Promise<void> | undefined {
    const language = languageOf(locale);
    const wanted = `${client.server} ${language}`;
    if (wanted === this.#followed) return undefined;
    this.#followed = wanted;
    this.disclaimer = OPENING_DISCLAIMER;
    if (language === "en") return undefined;
    const told = client.disclaimer(language).then((found) => {
      if (found && this.#followed === wanted) this.disclaimer = found;
    });
    return Promise.all([told, wordsOf(client.server, language)]).then(() => undefined);
  }
}

/** The language that the widget's own words are in, of those that a locale may mean. */
export function spokenIn(locale: string): string {
  return speaks(locale.toLowerCase()) || speaks(languageOf(locale)) ? languageOf(locale) : "en";
}

/** Wait for something, but not for long. */
export function briefly(coming: Promise<void>): Promise<void> {
  return Promise.race([coming, new Promise<void>((done) => setTimeout(done, PATIENCE))]);
}

function wordsOf(server: string, language: string): Promise<void> {
  if (!LANGUAGES.has(language)) return Promise.resolve();
  const address = `${server}/widget/words.${language}.json`;
  const known = FETCHED.get(address) ?? fetchedFrom(address, language);
  FETCHED.set(address, known);
  return known;
}

async function fetchedFrom(address: string, language: string): Promise<void> {
  try {
    const reply = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (reply.ok) learn(language, (await reply.json()) as Messages);
  } catch {
    FETCHED.delete(address); // English meanwhile; the next widget tries again
  }
}
