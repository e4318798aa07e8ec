/** What the log says beside the session's state: chat messages, and happenings worth a line among them. */
import type { Entry, Event, EventType } from "../protocol/events";

export interface ChatMessage {
  id: string;
  seq: number;
  /** Server's clock, in milliseconds since 1970. */
  at: number;
  participant_id: string;
  text: string;
}

/** Something that happened; `key` is unique and stable. Names are looked up in the session: people keep theirs. */
export interface Happening {
  key: string;
  seq: number;
  at: number;
  /** Who did it: a participant's id or "system". */
  actor: string;
  event: Event;
}

const NOTABLE: ReadonlySet<EventType> = new Set<EventType>([
  "participant_entered",
  "participant_left",
  "participant_removed",
  "participant_renamed",
  "role_changed",
  "input_granted",
  "input_revoked",
  "laser_switched",
  "screen_shared",
  "screen_stopped",
  "blur_applied",
  "page_opened",
  "page_closed",
  "blur_lifted",
  "chat_switched",
  "file_added",
  "file_shared",
  "file_withdrawn",
  "document_shown",
  "document_closed",
  "signing_opened",
  "signer_signed",
  "signer_declined",
  "signing_closed",
  "lobby_switched",
  "session_ended",
]);

export interface Log {
  readonly messages: readonly ChatMessage[];
  readonly timeline: readonly Happening[];
}

export const EMPTY_LOG: Log = { messages: [], timeline: [] };

/** The log with these entries' messages and happenings added. */
export function record(log: Log, entries: readonly Entry[]): Log {
  const messages: ChatMessage[] = [];
  const timeline: Happening[] = [];
  for (const { seq, at, actor, events } of entries) {
    events.forEach((event, index) => {
      if (event.type === "chat_sent") {
        const { message_id: id, participant_id, text } = event;
        messages.push({ id, seq, at, participant_id, text });
      } else if (isNotable(event, actor)) {
        timeline.push({ key: `${seq}.${index}`, seq, at, actor, event });
      }
    });
  }
  return {
    messages: messages.length > 0 ? [...log.messages, ...messages] : log.messages,
    timeline: timeline.length > 0 ? [...log.timeline, ...timeline] : log.timeline,
  };
}

function isNotable(event: Event, actor: string): boolean {
  // Of microphones and cameras, only being silenced by a host is worth a line.
  if (event.type === "media_changed") return event.silenced && actor !== event.participant_id;
  return NOTABLE.has(event.type);
}
