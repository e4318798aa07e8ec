/** From the door into the room, without loading another page: the stream that is already open goes along. */
import { render } from "preact";
import { saveTicket } from "../protocol/tickets";

/** What the check of camera and microphone settled. */
export interface ChosenDevices {
  readonly microphoneId: string;
  readonly cameraId: string;
  readonly speakerId: string;
  readonly backgroundBlur: boolean;
}

export interface Handover {
  readonly sessionId: string;
  readonly ticket: string;
  readonly name?: string;
  readonly stream?: MediaStream;
  readonly devices?: ChosenDevices;
}

const visitKey = (code: string) => `samen.visit.${code}`;

/** Remembers, for this tab only, which session a code led to: the way back after a reload of `/{code}`. */
export function rememberVisit(code: string, sessionId: string): void {
  try {
    window.sessionStorage.setItem(visitKey(code), sessionId);
  } catch {
    // Storage may be switched off; then the code has to be entered again.
  }
}

export function visitedSession(code: string): string | null {
  try {
    return window.sessionStorage.getItem(visitKey(code));
  } catch {
    return null;
  }
}

/** The room's code; the browser keeps it after the first time. */
export function loadRoom() {
  return import("../room/mount");
}

/** Fetches the room while the person types; a failure is told when the room is really needed. */
export function prefetchRoom(): void {
  const whenIdle = window.requestIdleCallback ?? ((run: () => void) => window.setTimeout(run, 200));
  whenIdle(() => void loadRoom().catch(() => undefined));
}

/** Replaces the join page by the room. Rejects when the room's code cannot be loaded. */
export async function openRoom(root: HTMLElement, handover: Handover): Promise<void> {
  const { mountRoom } = await loadRoom();
  saveTicket(handover.sessionId, handover.ticket);
  const address = `/session/${encodeURIComponent(handover.sessionId)}`;
  window.history.replaceState(null, "", address);
  // "Back" leads to the join page, which is not on the screen any more: load what the address says.
  window.addEventListener("popstate", () => {
    if (window.location.pathname !== address) window.location.reload();
  });
  render(null, root);
  // React gets an element that Preact has never touched.
  const fresh = document.createElement("div");
  fresh.id = root.id;
  root.replaceWith(fresh);
  mountRoom(fresh, handover);
}
