/** Time that a reader spends waiting: for an answer, or until a question may be asked again. */

/** Call `step` each second with the whole seconds gone by, until it returns false or is stopped.
 *  Counted by the clock: a tab in the background is called less often.
 *  @returns What stops it. */
export function everySecond(step: (seconds: number) => boolean): () => void {
  const begun = Date.now();
  const timer = setInterval(() => {
    if (!step(Math.floor((Date.now() - begun) / 1000))) clearInterval(timer);
  }, 1000);
  return () => clearInterval(timer);
}

/** Return a time in a language's own words: "7 seconds", "2 minutes". */
export function spokenTime(seconds: number, language: string): string {
  const unit = seconds < 120 ? "second" : "minute";
  const count = unit === "second" ? seconds : Math.ceil(seconds / 60);
  const form = { style: "unit", unit, unitDisplay: "long" } as const;
  try {
    return new Intl.NumberFormat(language, form).format(count);
  } catch {
    return new Intl.NumberFormat("en", form).format(count); // words were added under what is no language
  }
}

const LONGEST = 3600;

/** Return the seconds of a Retry-After header (RFC 9110: a number, or a date), or undefined. */
export function retryAfter(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(Math.ceil(seconds), LONGEST) : undefined;
}
