/** The types of this folder against the server's dataclasses: the compiler holds one side, the golden file the other. */
import { expect, test } from "vitest";
import shapes from "../../../tests/wire/shapes.json";
import type { Command } from "./commands";
import type { Event } from "./events";
import type { Signal } from "./signals";

type Named = { type: string };
type Fields<M> = Exclude<M extends unknown ? keyof M : never, "type">;
type Plain<T> = [T] extends [boolean] ? "boolean" : [T] extends [number] ? "number" : string;
/** Every message with every field: leaving one out, or naming one too many, does not compile. */
type Shapes<U extends Named> = {
  [K in U["type"]]: {
    [F in Fields<Extract<U, { type: K }>> & string]-?: Plain<
      Required<Extract<U, { type: K }>>[F & keyof Extract<U, { type: K }>]
    >;
  };
};

const MEDIA = "none|off|on";
const ROLE = "client|cohost|colleague|host";
const STAGE = "document|none|page|share";
const STEP = "details|reading|review|signature";
const SURFACE = "screen|tab|unknown|window";
const person = { participant_id: "string" };
const arrival = { ...person, name: "string", role: ROLE, language: "string" };
const media = { microphone: MEDIA, camera: MEDIA, sound: MEDIA };
const file = {
  file_id: "string",
  participant_id: "string",
  name: "string",
  size: "number",
  media_type: "string",
  sha256: "string",
  pages: "number",
  everyone: "boolean",
} as const;

const commands: Shapes<Command> = {
  admit: person,
  turn_away: person,
  rename: { ...person, name: "string" },
  mute: person,
  ask_to_unmute: person,
  remove: person,
  make_cohost: person,
  end_cohost: person,
  grant_input: person,
  revoke_input: person,
  set_laser: { on: "boolean" },
  ask_share: person,
  request_share: {},
  answer_share: { ...person, agreed: "boolean" },
  start_share: { stream_id: "string", surface: SURFACE },
  stop_share: person,
  set_blur: { on: "boolean" },
  confirm_blur: { number: "number" },
  set_chat: { on: "boolean" },
  send_chat: { text: "string" },
  share_file: { file_id: "string", everyone: "boolean", participant_ids: "string[]" },
  withdraw_file: { file_id: "string" },
  show_document: { file_id: "string", page: "number" },
  turn_page: { page: "number" },
  close_document: {},
  take_page: {},
  release_page: {},
  close_page: {},
  set_stage: { stage: STAGE },
  set_signing_step: { signer_id: "string", step: STEP },
  move_signer: { signer_id: "string", participant_id: "string|null" },
  set_lobby: { on: "boolean" },
  set_media: media,
  leave: { reason: "gone|self" },
  end_session: {},
};

const events: Shapes<Event> = {
  session_opened: {
    organisation_id: "string",
    lobby: "boolean",
    chat_history: "boolean",
    max_participants: "number",
  },
  participant_waiting: arrival,
  participant_entered: arrival,
  participant_turned_away: person,
  participant_connected: { ...person, instance: "string", node: "string" },
  participant_disconnected: person,
  participant_renamed: { ...person, name: "string" },
  participant_removed: person,
  participant_left: { ...person, reason: "gone|self" },
  role_changed: { ...person, role: ROLE },
  media_changed: { ...person, ...media, silenced: "boolean" },
  unmute_asked: { ...person, by: "string" },
  input_granted: person,
  input_revoked: person,
  laser_switched: { on: "boolean" },
  share_asked: { ...person, by: "string" },
  share_requested: person,
  share_allowed: person,
  share_declined: person,
  screen_shared: { ...person, stream_id: "string", surface: SURFACE },
  screen_stopped: person,
  blur_asked: { number: "number", by: "string" },
  blur_applied: { number: "number" },
  blur_lifted: { by: "string" },
  chat_switched: { on: "boolean" },
  chat_sent: { message_id: "string", participant_id: "string", text: "string" },
  file_added: file,
  file_shared: { ...file, participant_ids: "string[]" },
  file_withdrawn: { file_id: "string" },
  document_shown: { file_id: "string", page: "number", by: "string" },
  page_turned: { page: "number", by: "string" },
  document_closed: { by: "string" },
  page_opened: { by: "string", site: "string" },
  page_site_changed: { site: "string" },
  page_taken: { ...person, epoch: "number" },
  page_released: { ...person, epoch: "number" },
  page_blur_switched: { on: "boolean", by: "string" },
  page_closed: { by: "string" },
  stage_changed: { stage: STAGE, by: "string" },
  signing_opened: {
    envelope_id: "string",
    file_id: "string",
    title: "string",
    by: "string",
    order: "parallel|sequential",
    after: "mail|void",
    signers: "{id: string, name: string, participant_id: string|null}[]",
  },
  signing_moved: { signer_id: "string", participant_id: "string|null", by: "string" },
  signing_stepped: { signer_id: "string", step: STEP },
  signer_signed: { signer_id: "string", at: "number" },
  signer_declined: { signer_id: "string" },
  signing_closed: {
    envelope_id: "string",
    outcome: "completed|declined|failed|mailed|stopped",
    by: "string",
  },
  lobby_switched: { on: "boolean" },
  session_ended: { reason: "empty|host|office" },
};

const signals: Shapes<Signal> = {
  describe: {
    to: "string",
    instance: "string",
    kind: "answer|offer|rollback",
    sdp: "string",
    streams: "Record<blurred|camera|screen>",
  },
  candidate: {
    to: "string",
    instance: "string",
    candidate: "string",
    sdp_mid: "string|null",
    sdp_m_line_index: "number|null",
  },
  typing: { on: "boolean" },
  quality: { level: "bad|good|weak", round_trip: "number", loss: "number" },
  pointer: { x: "number", y: "number", visible: "boolean" },
};

test("commands are those of the server", () => {
  expect(commands).toEqual(shapes.commands);
});

test("events are those of the server", () => {
  expect(events).toEqual(shapes.events);
});

test("signals are those of the server", () => {
  expect(signals).toEqual(shapes.signals);
});
