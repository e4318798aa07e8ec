/** Opens the shared page over the network; fetched when a page opens in the session. */
import { decodesH264, openPicture } from "../media/page-picture";
import { PageRtc } from "../media/page-rtc";
import { PageLane } from "../protocol/page-lane";
import { PageStore } from "./page";
import type { RoomStore } from "./store";

export function openPage(room: RoomStore, iceServers: readonly RTCIceServer[]): PageStore {
  const address = `${location.origin.replace(/^http/, "ws")}/pages/${encodeURIComponent(room.sessionId)}`;
  return new PageStore({
    room,
    ticket: room.ticket,
    instance: room.instance,
    lane: (hello, events) => new PageLane({ address, hello, events }),
    picture: openPicture,
    decodesH264,
    rtc: (options) =>
      typeof RTCPeerConnection === "undefined" ? null : new PageRtc({ iceServers, ...options }),
  });
}
