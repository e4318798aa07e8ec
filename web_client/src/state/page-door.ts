/** Whether the shared web page is open in this browser: what it takes is fetched when the first one opens. */
import { Observable } from "./observable";
import type { PageStore } from "./page";

export class PageDoor extends Observable<PageStore | null> {
  readonly #open: () => Promise<PageStore>;
  #wanted = false;
  #opening = false;

  constructor(open: () => Promise<PageStore>) {
    super(null);
    this.#open = open;
  }

  /** A page is open in the session. */
  readonly enter = (): void => {
    this.#wanted = true;
    if (this.getState() === null && !this.#opening) void this.#make();
  };

  /** There is none any more. */
  readonly leave = (): void => {
    this.#wanted = false;
    const store = this.getState();
    this.set(null);
    store?.close();
  };

  async #make(): Promise<void> {
    this.#opening = true;
    try {
      const store = await this.#open();
      if (this.#wanted) {
        store.start();
        this.set(store);
      } else store.close();
    } catch {
      // The code could not be fetched: the next thing that happens in the room tries again (see useOpenPage).
    } finally {
      this.#opening = false;
    }
  }
}
