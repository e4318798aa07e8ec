/** A session from a client's page, with that page beside it or without. */
import { NEW_SESSION } from "../shell/StartButton";

/** Where the room opens for this client. "Without" is the same session that the dashboard starts. */
export function sessionAddress(client: string, withPage: boolean, appointment?: string): string {
  if (!withPage) return NEW_SESSION;
  const asked = new URLSearchParams({ client, page: "yes" });
  if (appointment !== undefined) asked.set("appointment", appointment);
  return `${NEW_SESSION}?${asked.toString()}`;
}

/** Straight from the click, so that no browser stops the tab; where one does, the session opens here. */
export function startWithClient(client: string, withPage: boolean, appointment?: string): void {
  const address = sessionAddress(client, withPage, appointment);
  if (window.open(address, "_blank") === null) window.location.assign(address);
}
