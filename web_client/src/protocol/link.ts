/** The port to the server's live edges: one attempt at a connection, from opening to its end. */
import type { Command, CommandResult } from "./commands";
import type { Entry } from "./events";
import type { Pointer, Received, Signal } from "./signals";

/** Who we are, and how far we have read. `instance` is new with every page load. */
export interface Credentials {
  ticket: string;
  instance: string;
  last_seq: number;
}

/**
 * Who we are, and what we have missed after the entry `after`. With `after` 0 it replaces whatever we hold: so it
 * comes again in the middle of a connection when we may see more, or less, of the past. `server_time` in ms since 1970.
 */
export interface Welcome {
  self: string;
  after: number;
  seq: number;
  entries: Entry[];
  server_time: number;
}

export type CommandMessage = Command & { id: string };

/** What a link tells. After `closed`, `refused` or `moved` it says nothing more. */
export interface LinkEvents {
  welcome(welcome: Welcome): void;
  entry(entry: Entry): void;
  signal(signal: Received): void;
  /** The connection is gone, or could not be made. */
  closed(): void;
  /** The server will not have us, and trying again does not help. */
  refused(code: string): void;
  /** The same participant was opened elsewhere. */
  moved(): void;
}

export interface Link {
  /** Rejects when the link closes before the answer, or the answer takes too long. */
  command(message: CommandMessage): Promise<CommandResult>;
  /** Rejects as `command` does. */
  resume(lastSeq: number): Promise<{ entries: Entry[] }>;
  /** False when it could not be delivered to anybody. */
  signal(signal: Signal): Promise<boolean>;
  pointer(pointer: Pointer): void;
  /** Ends it without a word to `LinkEvents`. */
  close(): void;
}

export type OpenLink = (credentials: Credentials, events: LinkEvents) => Link;

/** Resolves with true once the server can be reached; with false when told to stop. */
export type Knock = (stop: AbortSignal) => Promise<boolean>;
