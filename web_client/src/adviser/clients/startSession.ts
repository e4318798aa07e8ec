/** A session from a client's page, with that page beside it or without. */
import { NEW_SESSION } from "../shell/StartButton";

/** Where the room opens. "Without" is the session that the dashboard starts; the client's timeline tells of both. */
export function sessionAddress(client: string, withPage: boolean, appointment?: string): string {
  const asked = new URLSearchParams({ client, page: withPage ? "yes" : "no" });
  if (appointment !== undefined) asked.set("appointment", appointment);
  return `${NEW_SESSION}?${asked.toString()}`;
}

/** Straight from the click, so that no browser stops the tab; where one does, the session opens here. */
export function startWithClient(client: string, withPage: boolean, appointment?: string): void {
  const address = sessionAddress(client, withPage, appointment);
  if (window.open(address, "_blank") === null) window.location.assign(address);
}
