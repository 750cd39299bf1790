/** Where the service is, and under which name this tab keeps a conversation with it. */

import { Client } from "./client.js";

/** Where the script came from: the service itself, unless the attribute `server` says otherwise. */
const SCRIPT = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
const HOME = SCRIPT ? new URL(SCRIPT).origin : location.origin;

export class Service {
  #client = new Client(HOME);

  /** The client of the service that an element names, the same one as long as it is the same. */
  client(server: string): Client {
    const home = (server || HOME).replace(/\/+$/, "");
    if (this.#client.server !== home) this.#client = new Client(home);
    return this.#client;
  }

  /** Widgets of one page keep their conversations apart: by id, else by their order on the page. */
  key(element: Element, server: string): string {
    const place = [...document.querySelectorAll(element.localName)].indexOf(element);
    return `refdesk-chat:${this.client(server).server}:${element.id || place}`;
  }
}
