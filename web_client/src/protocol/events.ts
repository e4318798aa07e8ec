/** What has happened in a session; mirrors signalling/events.py. */
import type {
  EndReason,
  LeaveReason,
  MediaState,
  NamedSigner,
  Role,
  SigningAfter,
  SigningOrder,
  SigningOutcome,
  SigningStep,
  Stage,
  Surface,
} from "./limits";

interface About<T extends string> {
  type: T;
  participant_id: string;
}

interface Switch<T extends string> {
  type: T;
  on: boolean;
}

/** Somebody who comes in, or waits to. */
interface Arrival {
  name: string;
  role: Role;
  language: string;
}

/** `size` in bytes, `pages` 0 when unknown; `participant_id` is "system" for what the service made. */
export interface FileParticulars {
  file_id: string;
  participant_id: string;
  name: string;
  size: number;
  media_type: string;
  sha256: string;
  pages: number;
  everyone: boolean;
}

export type Event =
  | {
      type: "session_opened";
      organisation_id: string;
      lobby: boolean;
      chat_history: boolean;
      max_participants: number;
    }
  | (About<"participant_waiting"> & Arrival)
  | (About<"participant_entered"> & Arrival)
  | About<"participant_turned_away">
  | (About<"participant_connected"> & { instance: string; node: string })
  | About<"participant_disconnected">
  | (About<"participant_renamed"> & { name: string })
  | About<"participant_removed">
  | (About<"participant_left"> & { reason: LeaveReason })
  | (About<"role_changed"> & { role: Role })
  | (About<"media_changed"> & {
      microphone: MediaState;
      camera: MediaState;
      sound: MediaState;
      silenced: boolean;
    })
  | (About<"unmute_asked"> & { by: string })
  | About<"input_granted">
  | About<"input_revoked">
  | Switch<"laser_switched">
  | (About<"share_asked"> & { by: string })
  | About<"share_requested">
  | About<"share_allowed">
  | About<"share_declined">
  | (About<"screen_shared"> & { stream_id: string; surface: Surface })
  | About<"screen_stopped">
  | { type: "blur_asked"; number: number; by: string }
  | { type: "blur_applied"; number: number }
  | { type: "blur_lifted"; by: string }
  | Switch<"chat_switched">
  | (About<"chat_sent"> & { message_id: string; text: string })
  | ({ type: "file_added" } & FileParticulars)
  | ({ type: "file_shared"; participant_ids: string[] } & FileParticulars)
  | { type: "file_withdrawn"; file_id: string }
  | { type: "document_shown"; file_id: string; page: number; by: string }
  | { type: "page_turned"; page: number; by: string }
  | { type: "document_closed"; by: string }
  | { type: "page_opened"; by: string; site: string }
  | { type: "page_site_changed"; site: string }
  | (About<"page_taken"> & { epoch: number })
  | (About<"page_released"> & { epoch: number })
  | (Switch<"page_blur_switched"> & { by: string })
  | { type: "page_closed"; by: string }
  | { type: "stage_changed"; stage: Stage; by: string }
  | {
      type: "signing_opened";
      envelope_id: string;
      file_id: string;
      title: string;
      by: string;
      order: SigningOrder;
      after: SigningAfter;
      signers: NamedSigner[];
    }
  | { type: "signing_moved"; signer_id: string; participant_id: string | null; by: string }
  | { type: "signing_stepped"; signer_id: string; step: SigningStep }
  | { type: "signer_signed"; signer_id: string; at: number }
  | { type: "signer_declined"; signer_id: string }
  | { type: "signing_closed"; envelope_id: string; outcome: SigningOutcome; by: string }
  | Switch<"lobby_switched">
  | { type: "session_ended"; reason: EndReason };

export type EventType = Event["type"];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/** One line of a session's log. `at` in milliseconds since 1970 UTC; `actor` a participant's id or "system". */
export interface Entry {
  seq: number;
  at: number;
  actor: string;
  cause: string;
  events: Event[];
}
