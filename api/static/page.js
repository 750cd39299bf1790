// A question in the page's address, /?q=..., is asked at once.
"use strict";

const given = new URLSearchParams(location.search).get("q");
if (given) {
  customElements.whenDefined("refdesk-chat").then(() => {
    const chat = document.getElementById("ask");
    chat.clear();
    chat.ask(given);
  });
}
