/** A connection with every other page in the session, following the session's state. */
import type { Command, CommandResult } from "../protocol/commands";
import type { Candidate, Describe, Quality } from "../protocol/signals";
import type { Session } from "../state/session";
import type { PeerSignal, RoomState } from "../state/store";
import { Peer } from "./peer";
import { hintTrack } from "./sending";
import type { Outgoing, Slot, Tracks } from "./slots";

/** What the call needs of the room; RoomStore is one. */
export interface Room {
  readonly instance: string;
  readonly getState: () => RoomState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly onSignal: (listener: (signal: PeerSignal) => void) => () => void;
  readonly signal: (signal: Describe | Candidate | Quality) => Promise<boolean>;
  readonly send: (command: Command) => Promise<CommandResult>;
}

interface Member {
  peer: Peer;
  instance: string;
}

/** Signals that overtake the entry which tells who sends them wait this long, in milliseconds. */
const EARLY_SIGNALS_KEPT = 5_000;
const EARLY_SIGNALS_MOST = 200;

export class Mesh {
  readonly #room: Room;
  readonly #connect: () => RTCPeerConnection;
  readonly #changed: () => void;
  readonly #members = new Map<string, Member>();
  readonly #outgoing: { tracks: Tracks; streams: Outgoing["streams"] };
  #early: { signal: PeerSignal; at: number }[] = [];
  #session: Session | null = null;
  #live = false;
  readonly #unsubscribe: (() => void)[];

  constructor(room: Room, connect: () => RTCPeerConnection, changed: () => void) {
    this.#room = room;
    this.#connect = connect;
    this.#changed = changed;
    this.#outgoing = {
      tracks: { microphone: null, camera: null, screen: null, blurred: null },
      streams: { camera: new MediaStream(), screen: new MediaStream(), blurred: new MediaStream() },
    };
    this.#unsubscribe = [
      room.onSignal((signal) => this.#onSignal(signal)),
      room.subscribe(() => this.#follow()),
    ];
    this.#follow();
  }

  get outgoing(): Outgoing {
    return this.#outgoing;
  }

  peers(): ReadonlyMap<string, Peer> {
    return new Map([...this.#members].map(([id, { peer }]) => [id, peer]));
  }

  peer(participantId: string): Peer | undefined {
    return this.#members.get(participantId)?.peer;
  }

  /** To everybody, now and later. Resolves when all encoders have changed over. */
  async setTrack(slot: Slot, track: MediaStreamTrack | null): Promise<void> {
    if (track) hintTrack(track, slot);
    this.#outgoing.tracks[slot] = track;
    await Promise.all(
      [...this.#members.values()].map(({ peer }) => peer.setTrack(slot, track).catch(() => {})),
    );
  }

  /** Resolves when nothing leaves at this slot, to nobody. */
  async quiet(slot: Slot): Promise<void> {
    await Promise.all([...this.#members.values()].map(({ peer }) => peer.quiet(slot)));
  }

  /** The network has changed. */
  restart(): void {
    for (const { peer } of this.#members.values()) peer.restart();
  }

  close(): void {
    for (const end of this.#unsubscribe) end();
    for (const { peer } of this.#members.values()) peer.close();
    this.#members.clear();
    this.#early = [];
  }

  #follow(): void {
    const { session, selfId, self, connection } = this.#room.getState();
    const live = connection === "live";
    const back = live && !this.#live;
    this.#live = live;
    if (session === this.#session && !back && connection !== "moved") return;
    const before = this.#session;
    this.#session = session;
    const count = this.#members.size;
    for (const [id, member] of this.#members) {
      const person = session.participants[id];
      const replaced = person?.instance != null && person.instance !== member.instance;
      // Opened elsewhere, the others talk to that page now.
      const ours = self?.status === "inside" && connection !== "moved";
      if (ours && person?.status === "inside" && !replaced) {
        // The same page is there again: what was said meanwhile may be lost.
        const returned = person.instance !== null && before?.participants[id]?.instance == null;
        if (back || returned) member.peer.resync();
      } else {
        member.peer.close();
        this.#members.delete(id);
      }
    }
    if (self?.status === "inside" && live) {
      for (const person of Object.values(session.participants)) {
        const { id, instance, status } = person;
        if (id === selfId || status !== "inside" || instance === null || this.#members.has(id)) continue;
        this.#members.set(id, { instance, peer: this.#meet(id, instance, selfId) });
      }
    }
    if (count !== this.#members.size) {
      for (const { peer } of this.#members.values()) void peer.setLimits();
    }
    this.#takeEarly();
    this.#changed();
  }

  #meet(id: string, instance: string, selfId: string): Peer {
    const tell = (signal: Describe | Candidate) => void this.#room.signal(signal);
    return new Peer({
      polite: selfId < id,
      connect: this.#connect,
      outgoing: () => this.#outgoing,
      receivers: () => this.#members.size,
      describe: (kind, sdp, streams) => tell({ type: "describe", to: id, instance, kind, sdp, streams }),
      candidate: (candidate) => tell({ type: "candidate", to: id, instance, ...candidate }),
      reachable: () => this.#live && this.#session?.participants[id]?.instance === instance,
      changed: this.#changed,
    });
  }

  #onSignal(signal: PeerSignal): void {
    // Meant for a page of ours that is no more.
    if (signal.instance !== this.#room.instance) return;
    if (this.#deliver(signal)) return;
    this.#early.push({ signal, at: Date.now() });
    if (this.#early.length > EARLY_SIGNALS_MOST) this.#early.shift();
  }

  #takeEarly(): void {
    const early = this.#early;
    this.#early = [];
    for (const one of early) {
      if (Date.now() - one.at > EARLY_SIGNALS_KEPT || this.#deliver(one.signal)) continue;
      this.#early.push(one);
    }
  }

  /** False when the page it comes from is not (yet) the one we know. */
  #deliver(signal: PeerSignal): boolean {
    const member = this.#members.get(signal.from);
    if (member === undefined || member.instance !== signal.from_instance) return false;
    if (signal.type === "describe") void member.peer.onDescribe(signal);
    else void member.peer.onCandidate(signal);
    return true;
  }
}
