/** The adviser's tiles and favourites, asked for once and kept while the room is open. */
import { useEffect, useSyncExternalStore } from "react";
import type { Favourite, FavouriteChange, FavouriteScope, PageApi } from "../../protocol/page-rest";
import { Problem } from "../../protocol/rest";
import { useRoom, useRoomState } from "../../room/context";
import { Observable } from "../../state/observable";

export interface FavouritesState {
  readonly list: readonly Favourite[];
  readonly mayEditOffice: boolean;
  readonly loading: "yes" | "done" | "failed";
}

export class FavouritesStore extends Observable<FavouritesState> {
  readonly #api: PageApi;
  #asked = false;

  constructor(api: PageApi) {
    super({ list: [], mayEditOffice: false, loading: "yes" });
    this.#api = api;
  }

  /** Once, unless `again`: counts change with use. */
  async load(again = false): Promise<void> {
    if (this.#asked && !again) return;
    this.#asked = true;
    try {
      const { favourites, may_edit_office } = await this.#api.favourites();
      this.set({ list: favourites, mayEditOffice: may_edit_office, loading: "done" });
    } catch {
      this.#asked = false;
      if (this.getState().loading === "yes") this.patch({ loading: "failed" });
    }
  }

  /** Raises Problem, as the others here do. */
  async add(favourite: FavouriteChange & { scope: FavouriteScope }): Promise<void> {
    const added = await this.#api.add(favourite);
    this.patch({ list: [...this.getState().list, added] });
  }

  async change(id: string, change: FavouriteChange): Promise<void> {
    const changed = await this.#api.change(id, change);
    this.patch({ list: this.getState().list.map((one) => (one.id === id ? changed : one)) });
  }

  async remove(id: string): Promise<void> {
    await this.#api.remove(id);
    this.patch({ list: this.getState().list.filter((one) => one.id !== id) });
  }
}

const stores = new WeakMap<PageApi, FavouritesStore>();

export function useFavourites(): [FavouritesState, FavouritesStore] {
  const { pageApi } = useRoom();
  const store = stores.get(pageApi) ?? new FavouritesStore(pageApi);
  stores.set(pageApi, store);
  const open = useRoomState((state) => state.session.page !== null);
  const state = useSyncExternalStore(store.subscribe, store.getState);
  useEffect(() => {
    // A page that opens or closes has been counted.
    void store.load(open || store.getState().loading === "done");
  }, [store, open]);
  return [state, store];
}

export function codeOf(error: unknown): string {
  return error instanceof Problem ? error.code : "internal";
}

/** Letters are white on each of them (WCAG 4.5:1), in light and dark. */
const COLOURS = ["#25477f", "#80530f", "#7a3766", "#a8412a", "#1b656d", "#3f5a24", "#553f85"] as const;

/** The same site has the same colour everywhere. */
export function colourOf(host: string): string {
  let sum = 0;
  for (const letter of host.replace(/^www\./, "")) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return COLOURS[sum % COLOURS.length] ?? COLOURS[0];
}

export function letterOf(title: string): string {
  return (/[\p{L}\p{N}]/u.exec(title)?.[0] ?? "?").toUpperCase();
}

/** Whether two addresses mean the same page: a slash at the end and the part after # do not count. */
export function samePage(one: string, other: string): boolean {
  const plain = (address: string) =>
    address
      .replace(/#.*$/, "")
      .replace(/^https?:\/\//, "")
      .replace(/\/$/, "");
  return one !== "" && plain(one) === plain(other);
}
