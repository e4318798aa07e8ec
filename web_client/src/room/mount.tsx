/** The door of the room for the join page: draws it into an element, without loading another page. */
import { createRoot } from "react-dom/client";
import { forgetTicket } from "../protocol/tickets";
import { startPreferences } from "../ui";
import { type ChosenDevices, RoomApp } from "./RoomApp";

export interface RoomEntry {
  readonly sessionId: string;
  readonly ticket: string;
  /** Camera and microphone that are open already; the room owns them from here on. */
  readonly stream?: MediaStream;
  readonly devices?: ChosenDevices;
  readonly name?: string;
}

/** Returns what takes the room away again, which closes its connections. */
export function mountRoom(element: HTMLElement, entry: RoomEntry): () => void {
  startPreferences();
  const root = createRoot(element);
  root.render(
    <RoomApp
      sessionId={entry.sessionId}
      ticket={entry.ticket}
      stream={entry.stream}
      devices={entry.devices}
      onTicketRefused={() => {
        // The address is the room's by now: loading it again finds the way, or says what to do.
        forgetTicket(entry.sessionId);
        window.location.reload();
      }}
    />,
  );
  return () => root.unmount();
}
