/** What a participant may ask of a session; mirrors the participants' half of signalling/commands.py. */
import type { LeaveReason, MediaState, SigningStep, Stage, Surface } from "./limits";

interface About<T extends string> {
  type: T;
  participant_id: string;
}

interface Plain<T extends string> {
  type: T;
}

interface Switch<T extends string> {
  type: T;
  on: boolean;
}

export type Command =
  | About<"admit">
  | About<"turn_away">
  | (About<"rename"> & { name: string })
  | About<"mute">
  | About<"ask_to_unmute">
  | About<"remove">
  | About<"make_cohost">
  | About<"end_cohost">
  | About<"grant_input">
  | About<"revoke_input">
  | Switch<"set_laser">
  | About<"ask_share">
  | Plain<"request_share">
  | (About<"answer_share"> & { agreed: boolean })
  | { type: "start_share"; stream_id: string; surface: Surface }
  | About<"stop_share">
  | Switch<"set_blur">
  | { type: "confirm_blur"; number: number }
  | Switch<"set_chat">
  | { type: "send_chat"; text: string }
  | { type: "share_file"; file_id: string; everyone: boolean; participant_ids?: string[] }
  | { type: "withdraw_file"; file_id: string }
  | { type: "show_document"; file_id: string; page?: number }
  | { type: "turn_page"; page: number }
  | Plain<"close_document">
  | Plain<"take_page">
  | Plain<"release_page">
  | Plain<"close_page">
  | { type: "set_stage"; stage: Stage }
  | { type: "set_signing_step"; signer_id: string; step: SigningStep }
  | { type: "move_signer"; signer_id: string; participant_id: string | null }
  | Switch<"set_lobby">
  | { type: "set_media"; microphone: MediaState; camera: MediaState; sound: MediaState }
  | { type: "leave"; reason?: LeaveReason }
  | Plain<"end_session">;

export type CommandType = Command["type"];

/** What the server answers to a command. `code` is stable; see docs/protocol.md. */
export type CommandResult = { ok: true; seq: number } | { ok: false; code: string; detail?: string };
