/** The four media sections of every connection between two pages, in this order, from the first offer on. */
import type { StreamKind } from "../protocol/limits";

/**
 * All are negotiated at once, so that switching anything on or off is a replaceTrack without another negotiation.
 * The blurred screen has a section of its own: what comes in there can never be a sharp frame.
 */
export const SLOTS = ["microphone", "camera", "screen", "blurred"] as const;
export type Slot = (typeof SLOTS)[number];

export const STREAM_OF: Readonly<Record<Slot, StreamKind>> = {
  microphone: "camera",
  camera: "camera",
  screen: "screen",
  blurred: "blurred",
};

export type Tracks = Record<Slot, MediaStreamTrack | null>;

/** What one page sends to all others: the tracks of now, and streams whose ids stay the same for the page's life. */
export interface Outgoing {
  readonly tracks: Readonly<Tracks>;
  readonly streams: Readonly<Record<StreamKind, MediaStream>>;
}

export function kindOf(slot: Slot): "audio" | "video" {
  return slot === "microphone" ? "audio" : "video";
}

/** For Describe.streams. */
export function labels(outgoing: Outgoing): Record<string, StreamKind> {
  const kinds = Object.keys(outgoing.streams) as StreamKind[];
  return Object.fromEntries(kinds.map((kind) => [outgoing.streams[kind].id, kind]));
}
