/** Which language a widget speaks, and which way it is written. */

/** A BCP 47 tag as the contract takes it. */
const TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** The language of a tag, in small letters. */
export function languageOf(tag: string): string {
  return tag.split("-")[0]?.toLowerCase() ?? "";
}

/** The locale of an element: `given`, else the reader's own where it is the page's language.
 *  The reader's own has a region more often, and the region decides the emergency number. */
export function spokenAt(element: Element, given: string): string {
  if (given) return given;
  const page = element.closest("[lang]")?.getAttribute("lang") ?? "";
  const own = navigator.language || "en";
  return !page || languageOf(own) === languageOf(page) ? own : page;
}

/** A locale as it may be sent, or undefined. */
export function sendable(locale: string): string | undefined {
  return TAG.test(locale) ? locale : undefined;
}

/** Whether a locale is written from right to left. */
export function rightToLeft(locale: string): boolean {
  return /^(?:ar|dv|fa|he|iw|ps|sd|ug|ur|yi)$/.test(languageOf(locale));
}
