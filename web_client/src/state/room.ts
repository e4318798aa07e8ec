/** Opens the room over the network. */
import { httpKnock } from "../protocol/knock";
import { socketLinks } from "../protocol/socket-link";
import { RoomStore } from "./store";

/** Connects at once. The caller owns the store, and closes it when the page is done with it. */
export function openRoom(sessionId: string, ticket: string): RoomStore {
  const store = new RoomStore({ sessionId, ticket, open: socketLinks(sessionId), knock: httpKnock() });
  store.start();
  return store;
}
