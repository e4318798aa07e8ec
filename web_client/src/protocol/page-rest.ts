/** The REST routes of co-browsing: the ticket opens the page, the adviser's own sign-in reaches the favourites. */
import { Problem } from "./rest";

const BASE = "/api/v1";
const PATIENCE = 20_000;

export type FavouriteScope = "mine" | "office";

export interface Favourite {
  readonly id: string;
  readonly scope: FavouriteScope;
  readonly title: string;
  /** A few words under the title, or "". */
  readonly note: string;
  readonly address: string;
  readonly host: string;
  /** Address of the site's picture at our own server, or "" while there is none. */
  readonly icon: string;
  readonly uses: number;
  /** RFC 3339, UTC. */
  readonly used_at: string | null;
  readonly may_edit: boolean;
}

/** Sorted by use, the most used first. */
export interface Favourites {
  readonly favourites: readonly Favourite[];
  /** Whether this person may change the tiles of the office. */
  readonly may_edit_office: boolean;
}

export interface FavouriteChange {
  title: string;
  note: string;
  address: string;
}

/** Opened, or in the queue at this place. */
export type Opened = { site: string } | { place: number };

export interface PageApi {
  open(address: string): Promise<Opened>;
  favourites(): Promise<Favourites>;
  add(favourite: FavouriteChange & { scope: FavouriteScope }): Promise<Favourite>;
  change(id: string, change: FavouriteChange): Promise<Favourite>;
  remove(id: string): Promise<void>;
}

export function httpPageApi(ticket: string): PageApi {
  const own = { Authorization: `Bearer ${ticket}` };
  const at = (id: string) => `/favourites/${encodeURIComponent(id)}`;
  return {
    open: (address) => ask<Opened>("PUT", "/room/page", { address }, own),
    favourites: () => ask<Favourites>("GET", "/favourites"),
    add: (favourite) => ask<Favourite>("POST", "/favourites", favourite),
    change: (id, change) => ask<Favourite>("PATCH", at(id), change),
    remove: (id) => ask<void>("DELETE", at(id)),
  };
}

/** Raises Problem: "unreachable" without an answer, else the server's code. */
async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(BASE + path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Problem("unreachable", 0);
  }
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const { code, detail } = (answer ?? {}) as { code?: unknown; detail?: unknown };
    throw new Problem(
      typeof code === "string" ? code : "internal",
      response.status,
      typeof detail === "string" ? detail : undefined,
    );
  }
  return answer as T;
}
