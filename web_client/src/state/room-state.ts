/** What the room store shows. */
import type { Command } from "../protocol/commands";
import type { QualityLevel } from "../protocol/limits";
import type { ChatMessage, Happening } from "./chat";
import type { Participant, Session } from "./session";

/**
 * connecting: for the first time. lost: away for a moment, reconnecting by itself. left: went out ourselves.
 * removed: taken out (`code` "removed") or not let in ("turned_away"). moved: opened elsewhere; `useHere` takes it back.
 * refused: the server will not have us; `code` says why.
 */
export type RoomConnection =
  | "connecting"
  | "live"
  | "lost"
  | "left"
  | "ended"
  | "removed"
  | "moved"
  | "refused";

export interface QualityReport {
  level: QualityLevel;
  /** Milliseconds. */
  roundTrip: number;
  /** From 0 to 1. */
  loss: number;
}

export interface PendingCommand {
  key: string;
  command: Command;
  /** Our own clock, in milliseconds. */
  since: number;
}

export interface RoomState {
  readonly connection: RoomConnection;
  readonly code: string | null;
  /** Which try to come back this is, counted from 1; 0 while connected. */
  readonly attempt: number;
  readonly session: Session;
  readonly selfId: string;
  /** Null until the server has welcomed us. */
  readonly self: Participant | null;
  /** Host or co-host. */
  readonly isChair: boolean;
  /** Add to our own clock to get the server's, in milliseconds. */
  readonly clockOffset: number;
  readonly messages: readonly ChatMessage[];
  /** Messages of others that came while the chat was not open. */
  readonly unread: number;
  readonly timeline: readonly Happening[];
  /** Who is writing now, other than ourselves. */
  readonly typing: readonly string[];
  readonly quality: Readonly<Record<string, QualityReport>>;
  /** Where others point, for as long as we may see it; from 0 to 1 on the stage. */
  readonly pointers: Readonly<Record<string, { x: number; y: number }>>;
  /** Commands without an answer yet. */
  readonly pending: readonly PendingCommand[];
}
