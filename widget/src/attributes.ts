/** What a page may set on the element; docs/embedding.md tells what each means. */

import { LitElement } from "lit";

export class Attributes extends LitElement {
  static override properties = {
    server: { type: String },
    display: { type: String, reflect: true },
    open: { type: Boolean, reflect: true },
    theme: { type: String, reflect: true },
    locale: { type: String },
    heading: { type: String },
    suggestions: { type: String },
    articleUrl: { type: String, attribute: "article-url" },
  };

  declare server: string;
  declare display: string;
  declare open: boolean;
  declare theme: string;
  declare locale: string;
  declare heading: string;
  declare suggestions: string;
  declare articleUrl: string;

  constructor() {
    super();
    this.display = "inline";
    this.open = false;
    this.server = this.theme = this.locale = this.heading = this.suggestions = this.articleUrl = "";
  }
}
