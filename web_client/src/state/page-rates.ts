/** How the shared page arrives here, second by second: for the diagnostics. */

export interface ViewRates {
  /** Pictures drawn in the last second. */
  readonly fps: number;
  /** Thousands of bytes in the last second. */
  readonly kilobytes: number;
  /** From arrival to the screen, the middle one of the last second, in milliseconds. */
  readonly drawing: number;
  /** Pictures thrown away in the last second, because something newer was there. */
  readonly skipped: number;
}

export const EMPTY_RATES: ViewRates = { fps: 0, kilobytes: 0, drawing: 0, skipped: 0 };

export class Rates {
  #bytes = 0;
  #skipped = 0;
  #times: number[] = [];

  arrived(bytes: number): void {
    this.#bytes += bytes;
  }

  done(drawn: boolean, took: number): void {
    if (drawn) this.#times.push(took);
    else this.#skipped += 1;
  }

  /** What came since the last reading; read it once a second. */
  read(): ViewRates {
    const times = this.#times.sort((a, b) => a - b);
    const rates = {
      fps: times.length,
      kilobytes: Math.round(this.#bytes / 100) / 10,
      drawing: Math.round((times[Math.floor(times.length / 2)] ?? 0) * 10) / 10,
      skipped: this.#skipped,
    };
    this.#bytes = 0;
    this.#skipped = 0;
    this.#times = [];
    return rates;
  }
}
