/** The pass of this tab, so that loading the page again asks for no second code. */
import type { Pass } from "../features/signing/api";

const KEY = "samen.sign";

interface Kept extends Pass {
  readonly token: string;
}

export function keepPass(token: string, pass: Pass): void {
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify({ ...pass, token }));
  } catch {
    // Switched off, or a frame that may not keep anything: the next visit asks for a code again.
  }
}

/** Only of this link, and only while it is good. */
export function keptPass(token: string, now: number = Date.now()): string | null {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(KEY) ?? "null") as Kept | null;
    if (kept?.token !== token || typeof kept.pass !== "string") return null;
    return Date.parse(kept.expires_at) > now ? kept.pass : null;
  } catch {
    return null;
  }
}
