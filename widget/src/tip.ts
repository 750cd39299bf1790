/** The plain meaning of a badge, beside it: on hover and focus for a while, on tap until dismissed.
 *
 * One popover serves the whole widget. It can be pointed at, and Escape takes it away (WCAG 1.4.13).
 */

const MARGIN = 8;

export class Tip {
  #badge: HTMLElement | undefined;
  #pinned = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param box The popover's element, rendered by the widget. */
  constructor(private readonly box: () => HTMLElement | null) {}

  /** Take an event of the widget; tell whether it has dismissed the tip. */
  handle(event: Event): boolean {
    const target = event.composedPath()[0];
    const badge = target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
    if (event.type === "keydown") return (event as KeyboardEvent).key === "Escape" && this.hide();
    if (event.type === "click") this.#click(badge);
    else if (event.type === "pointerover") this.#over(badge, event as PointerEvent);
    else if (event.type === "focusin" && badge?.matches(":focus-visible")) this.#show(badge);
    else if (event.type === "focusout" && !this.#pinned) this.hide();
    return false;
  }

  /** Take the tip away; tell whether there was one. */
  hide(): boolean {
    clearTimeout(this.#timer);
    const shown = this.#badge !== undefined;
    this.#badge = undefined;
    this.#pinned = false;
    const box = this.box();
    if (box?.matches(":popover-open")) box.hidePopover();
    return shown;
  }

  #click(badge: HTMLElement | null): void {
    const again = this.#pinned && badge === this.#badge;
    if (!badge || again) {
      this.hide();
      return;
    }
    this.#show(badge);
    this.#pinned = true;
  }

  #over(badge: HTMLElement | null, event: PointerEvent): void {
    if (event.pointerType === "touch" || this.#pinned) return;
    clearTimeout(this.#timer);
    const inTip = event.composedPath().includes(this.box() as EventTarget);
    if (badge && badge !== this.#badge) this.#timer = setTimeout(() => this.#show(badge), 120);
    else if (!badge && !inTip && this.#badge) this.#timer = setTimeout(() => this.hide(), 250);
  }

  #show(badge: HTMLElement): void {
    const box = this.box();
    if (!box || !badge.isConnected) return;
    this.#badge = badge;
    box.textContent = badge.dataset["tip"] ?? "";
    if (!box.matches(":popover-open")) box.showPopover();
    const at = badge.getBoundingClientRect();
    const own = box.getBoundingClientRect();
    const below = at.bottom + MARGIN + own.height < innerHeight;
    const left = Math.max(MARGIN, Math.min(at.left, innerWidth - own.width - MARGIN));
    // Set through the object model: a strict style-src has nothing against it.
    box.style.left = `${left}px`;
    box.style.top = `${below ? at.bottom + 4 : Math.max(MARGIN, at.top - own.height - 4)}px`;
  }
}
