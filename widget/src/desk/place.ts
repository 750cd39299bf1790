/** Where somebody is at the desk, as the address tells it. Nothing about a question is ever in it. */

export type Room = "ask" | "feedback" | "audit" | "record";

export interface Place {
  readonly room: Room;
  /** Of the answer whose record is open. */
  readonly id: string;
  /** Filters and page of a list. */
  readonly query: Readonly<Record<string, string>>;
}

const ROOMS: readonly string[] = ["ask", "feedback", "audit", "record"];

/** Read "#feedback?state=new" or "#record/ID"; anything else is the first room. */
export function placeIn(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const [room = "", id = ""] = path.split("/");
  if (!ROOMS.includes(room) || (room === "record" && !/^[\w-]{1,64}$/.test(id))) return { room: "ask", id: "", query: {} };
  return { room: room as Room, id, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** Write a place of a list; empty fields are left out. */
export function hashOf(room: Room, query: Readonly<Record<string, string>>): string {
  const filled = Object.entries(query).filter(([, value]) => value !== "");
  const text = new URLSearchParams(filled).toString();
  return `#${room}${text && `?${text}`}`;
}

/** "slug@12-80" is a place in an article. */
export function articlePlace(statement: string): string {
  const found = /^(.+)@(\d+)-\d+$/.exec(statement);
  return found ? `/library/articles/${encodeURIComponent(found[1] ?? "")}#at-${found[2]}` : "/library/articles";
}
