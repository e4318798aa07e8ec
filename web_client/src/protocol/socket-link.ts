/** The link over the network: Socket.IO for commands, events and signals, the fast lane for pointers and beats. */
import { io, type Socket } from "socket.io-client";
import type { CommandResult } from "./commands";
import type { Entry } from "./events";
import { FastLane } from "./fast-lane";
import type { CommandMessage, Credentials, Link, LinkEvents, OpenLink, Welcome } from "./link";
import type { Pointer, Received, Signal } from "./signals";

/** All in milliseconds. */
const ANSWER_WITHIN = 8_000;
const PROBE_EVERY = 1_000;
const PROBE_WITHIN = 1_800;
const LANE_AGAIN = { first: 500, most: 30_000 };

/** Refusals that trying again does not change. */
const FINAL: ReadonlySet<string> = new Set([
  "ticket_unknown",
  "session_ended",
  "removed",
  "session_full",
  "bad_message",
]);

type Resumed = { ok: boolean; entries?: Entry[] };

/** Opens links to one session. `origin` as in `location.origin`. */
export function socketLinks(sessionId: string, origin: string = location.origin): OpenLink {
  return (credentials, events) => new SocketLink(sessionId, origin, credentials, events);
}

class SocketLink implements Link {
  readonly #socket: Socket;
  readonly #events: LinkEvents;
  readonly #credentials: Credentials;
  readonly #laneAddress: string;
  #lane: FastLane | null = null;
  #laneBeats = false;
  #laneWait = LANE_AGAIN.first;
  #laneTimer: ReturnType<typeof setTimeout> | undefined;
  #probeTimer: ReturnType<typeof setTimeout> | undefined;
  #lastSeq: number;
  #over = false;

  constructor(sessionId: string, origin: string, credentials: Credentials, events: LinkEvents) {
    this.#events = events;
    this.#credentials = credentials;
    this.#lastSeq = credentials.last_seq;
    this.#laneAddress = `${origin.replace(/^http/, "ws")}/live/${encodeURIComponent(sessionId)}`;
    this.#socket = io(origin, {
      path: "/socket.io",
      query: { session: sessionId },
      auth: { ...credentials },
      transports: ["websocket"],
      // Reconnecting is ours: see connection.ts.
      reconnection: false,
      forceNew: true,
    });
    this.#listen();
  }

  command(message: CommandMessage): Promise<CommandResult> {
    return this.#ask<CommandResult>("command", message);
  }

  async resume(lastSeq: number): Promise<{ entries: Entry[] }> {
    const answer = await this.#ask<Resumed>("resume", { last_seq: lastSeq });
    if (answer.entries === undefined) throw new Error("the server could not say what we missed");
    return { entries: answer.entries };
  }

  async signal(signal: Signal): Promise<boolean> {
    return (await this.#ask<{ ok: boolean }>("signal", signal)).ok;
  }

  pointer(pointer: Pointer): void {
    this.#lane?.pointer(pointer);
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#laneTimer);
    clearTimeout(this.#probeTimer);
    this.#lane?.close();
    this.#socket.off();
    this.#socket.disconnect();
  }

  #ask<T>(name: string, message: unknown): Promise<T> {
    return this.#socket.timeout(ANSWER_WITHIN).emitWithAck(name, message) as Promise<T>;
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on("welcome", (welcome: Welcome) => {
      this.#lastSeq = Math.max(this.#lastSeq, welcome.seq);
      this.#events.welcome(welcome);
      if (this.#lane !== null) return;
      this.#openLane();
      this.#probeSoon();
    });
    socket.on("entry", (entry: Entry) => {
      this.#lastSeq = Math.max(this.#lastSeq, entry.seq);
      this.#events.entry(entry);
    });
    socket.on("signal", (signal: Received) => this.#events.signal(signal));
    socket.on("moved", () => this.#end(() => this.#events.moved()));
    socket.on("removed", () => this.#end(() => this.#events.refused("removed")));
    socket.on("connect_error", (error) => {
      // An inactive socket was turned down by the server; an active one did not get through.
      if (socket.active || !FINAL.has(error.message)) this.#end(() => this.#events.closed());
      else this.#end(() => this.#events.refused(error.message));
    });
    socket.on("disconnect", () => this.#end(() => this.#events.closed()));
  }

  #end(tell: () => void): void {
    if (this.#over) return;
    this.close();
    tell();
  }

  #openLane(): void {
    if (this.#over) return;
    const { ticket, instance } = this.#credentials;
    this.#lane?.close();
    this.#lane = new FastLane(
      this.#laneAddress,
      { ticket, instance },
      {
        beating: () => {
          this.#laneBeats = true;
          this.#laneWait = LANE_AGAIN.first;
        },
        pointer: (pointer) => this.#events.signal(pointer),
        silent: () => this.#end(() => this.#events.closed()),
        closed: () => {
          this.#laneBeats = false;
          this.#laneTimer = setTimeout(() => this.#openLane(), this.#laneWait);
          this.#laneWait = Math.min(this.#laneWait * 2, LANE_AGAIN.most);
          void this.#probe();
        },
      },
    );
  }

  /** While the fast lane does not beat, asking over Socket.IO takes its place. */
  #probeSoon(): void {
    if (this.#over) return;
    clearTimeout(this.#probeTimer);
    this.#probeTimer = setTimeout(() => void this.#probe(), PROBE_EVERY);
  }

  async #probe(): Promise<void> {
    if (!this.#over && !this.#laneBeats) {
      try {
        const { entries } = (await this.#socket
          .timeout(PROBE_WITHIN)
          .emitWithAck("resume", { last_seq: this.#lastSeq })) as Resumed;
        for (const entry of entries ?? []) this.#events.entry(entry);
      } catch {
        this.#end(() => this.#events.closed());
        return;
      }
    }
    this.#probeSoon();
  }
}
