/** The adviser's camera fills a client's stage while nothing is shared: a conversation is face to face. */
import { useCallState, useRoomState } from "../../room/context";
import { adviserOf } from "../../room/people";
import type { Participant } from "../../state/session";

export interface Face {
  readonly person: Participant;
  readonly stream: MediaStream;
}

export function useFace(): Face | null {
  const free = useRoomState((state) => state.session.stage === "none" && state.self?.role === "client");
  const adviser = useRoomState((state) => adviserOf(state.session));
  const stream = useCallState((state) => (adviser ? (state.remote[adviser.id]?.camera ?? null) : null));
  if (!free || adviser === undefined || stream === null || adviser.camera !== "on") return null;
  return adviser.instance === null ? null : { person: adviser, stream };
}
