/** Finds out quickly that the server can be reached again. */
import type { Knock } from "./link";

/** All in milliseconds. */
const EVERY = 300;
const JITTER = 100;
const GIVE_UP_AFTER = 1_600;

/**
 * Plain requests, several under way at once: a lost packet then costs no more than the time to the next knock.
 * Failing WebSockets would not do, because browsers hold up a page that has had many of them.
 */
export function httpKnock(address = "/healthz"): Knock {
  return (stop) =>
    new Promise((resolve) => {
      let timer: ReturnType<typeof setTimeout>;
      const done = (reached: boolean) => {
        clearTimeout(timer);
        stop.removeEventListener("abort", stopped);
        resolve(reached);
      };
      const stopped = () => done(false);
      const next = () => {
        timer = setTimeout(next, EVERY + Math.random() * JITTER);
        void once(address).then((reached) => {
          if (reached) done(true);
        });
      };
      if (stop.aborted) return resolve(false);
      stop.addEventListener("abort", stopped, { once: true });
      next();
    });
}

async function once(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(GIVE_UP_AFTER) });
    // A proxy whose server is away says so with 502 to 504.
    return response.status < 500;
  } catch {
    return false;
  }
}
