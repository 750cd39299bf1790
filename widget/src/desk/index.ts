/** The staff desk's one script: defines <refdesk-desk>. */

import { RefdeskDesk } from "./desk.js";

customElements.define("refdesk-desk", RefdeskDesk);
