/** What comes from the others: streams to show, voices to play, levels; never more than the session's state allows. */
import type { QualityLevel } from "../protocol/limits";
import { inside, type Participant, type Session } from "../state/session";
import type { PeerConnection, RemoteState } from "./call-state";
import { fromRms } from "./levels";
import type { Mesh } from "./mesh";
import type { Peer } from "./peer";
import type { Playback } from "./playback";
import type { Slot } from "./slots";

export class Remotes {
  readonly #mesh: Mesh;
  readonly #playback: Playback;
  readonly #streams = new WeakMap<MediaStreamTrack, MediaStream>();
  #states: Readonly<Record<string, RemoteState>> = {};

  constructor(mesh: Mesh, playback: Playback) {
    this.#mesh = mesh;
    this.#playback = playback;
  }

  /** Everybody inside but us; the same objects for as long as nothing changes. */
  update(
    session: Session,
    selfId: string,
    soundOn: boolean,
    levels: ReadonlyMap<string, QualityLevel>,
  ): Readonly<Record<string, RemoteState>> {
    const others = inside(session).filter((person) => person.id !== selfId);
    const states: Record<string, RemoteState> = {};
    let same = Object.keys(this.#states).length === others.length;
    for (const person of others) {
      const before = this.#states[person.id];
      const now = this.#stateOf(session, person, soundOn, levels.get(person.id) ?? null);
      const kept = before && sameState(before, now) ? before : now;
      states[person.id] = kept;
      same &&= kept === before;
    }
    this.#playback.keep(new Set(others.map((person) => person.id)));
    if (!same) this.#states = states;
    return this.#states;
  }

  #stateOf(
    session: Session,
    person: Participant,
    soundOn: boolean,
    quality: QualityLevel | null,
  ): RemoteState {
    const peer = this.#mesh.peer(person.id);
    // A host's mute holds at every listener, whatever the muted page goes on sending.
    const speaks = person.microphone === "on" && !person.silenced;
    this.#playback.set(person.id, peer?.incoming("microphone") ?? null, soundOn && speaks);
    const shows = session.share?.participant_id === person.id;
    return {
      camera: person.camera === "on" ? this.#stream(peer, "camera") : null,
      screen: shows ? this.#stream(peer, session.blur === "off" ? "screen" : "blurred") : null,
      audioLevel: speaks && peer ? audioLevel(peer) : 0,
      connection: connectionOf(person, peer),
      quality,
    };
  }

  #stream(peer: Peer | undefined, slot: Slot): MediaStream | null {
    const track = peer?.everConnected ? peer.incoming(slot) : null;
    if (!track) return null;
    const stream = this.#streams.get(track) ?? new MediaStream([track]);
    this.#streams.set(track, stream);
    return stream;
  }
}

/** Longer than a first connection and an ICE restart take, in milliseconds. */
const BLOCKED_AFTER = 15_000;

function connectionOf(person: Participant, peer: Peer | undefined): PeerConnection {
  const state = peer?.connection.connectionState;
  if (state === "connected") return "connected";
  if (person.instance === null) return "waiting";
  if (peer !== undefined && peer.apartFor > BLOCKED_AFTER) return "blocked";
  return state === "disconnected" || state === "failed" ? "lost" : "connecting";
}

function audioLevel(peer: Peer): number {
  const [source] = peer.receiver("microphone")?.getSynchronizationSources?.() ?? [];
  const level = fromRms(source?.audioLevel ?? 0);
  // In steps, so that silence with a little noise changes nothing.
  return Math.round(level * 20) / 20;
}

function sameState(one: RemoteState, other: RemoteState): boolean {
  return (Object.keys(one) as (keyof RemoteState)[]).every((key) => one[key] === other[key]);
}
