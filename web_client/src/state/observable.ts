/** A value that can be watched; fits React's useSyncExternalStore without knowing React. */

export class Observable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  /** Bound, so that it can be handed over as it is. */
  readonly getState = (): T => this.#value;

  /** Bound as well. Returns what ends the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  protected set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  protected patch(changes: Partial<T>): void {
    const current = this.#value;
    const keys = Object.keys(changes) as (keyof T)[];
    if (keys.every((key) => Object.is(current[key], changes[key]))) return;
    this.set({ ...current, ...changes });
  }
}
