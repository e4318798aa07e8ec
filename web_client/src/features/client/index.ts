/** The session's client, for the office's own people. */
export { ClientCard } from "./ClientCard";
export { ReadySection } from "./ReadySection";
export { RoomClientStore } from "./roomClient";
