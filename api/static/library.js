// A list follows its filters at once and keeps its address; without this script a button does it.
"use strict";

const form = document.querySelector("form[data-live]");
let waiting = 0;
let latest = null;

/** The form's address without its empty fields. */
function addressOf(given) {
  const url = new URL(given.action);
  for (const [name, value] of new FormData(given)) {
    const first = given.elements[name].options?.[0];
    if (value && !(name === "sort" && first?.value === value)) url.searchParams.set(name, value);
  }
  return url;
}

/** Put the results of an address in the place of those shown. */
function show(url, keep) {
  const results = document.getElementById("results");
  latest?.abort();
  const request = new XMLHttpRequest();
  latest = request;
  results.setAttribute("aria-busy", "true");
  request.open("GET", url);
  request.responseType = "document"; // Parsed as a document that runs nothing.
  request.onload = () => {
    const found = request.response?.getElementById("results");
    if (request.status !== 200 || !found) return void location.assign(url);
    results.replaceWith(document.adoptNode(found));
    if (keep) history.replaceState(null, "", url);
    tell(found.querySelector("h2")?.textContent.trim() ?? "");
  };
  request.onerror = () => location.assign(url);
  request.send();
}

/** Tell who cannot see it what was found. */
function tell(words) {
  let status = document.getElementById("told");
  if (!status) {
    status = document.createElement("p");
    status.id = "told";
    status.className = "hidden";
    status.setAttribute("role", "status");
    form.append(status);
  }
  status.textContent = words;
}

if (form) {
  tell("");
  const soon = (wait) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.checkValidity() && show(addressOf(form), true), wait);
  };
  // What is being typed is left alone until it is whole.
  form.addEventListener("change", () => soon(150));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon(0);
  });
}
