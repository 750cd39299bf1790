/** The one script: defines <refdesk-chat> once, and puts one on the page where its tag asks for it. */

import { RefdeskChat } from "./chat.js";

const NAME = "refdesk-chat";
const script = document.currentScript;

if (!customElements.get(NAME)) customElements.define(NAME, RefdeskChat);
if (script instanceof HTMLScriptElement && "auto" in script.dataset) {
  if (document.body) place(script);
  else addEventListener("DOMContentLoaded", () => place(script), { once: true });
}

/** Add a floating widget with the script tag's own data-... as its attributes. */
function place(tag: HTMLScriptElement): void {
  const widget = document.createElement(NAME);
  widget.setAttribute("display", "floating");
  for (const [name, value] of Object.entries(tag.dataset)) {
    const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (attribute !== "auto" && value !== undefined) widget.setAttribute(attribute, value);
  }
  document.body.append(widget);
}
