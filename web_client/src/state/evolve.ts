/** Folding events into a session's state; mirrors signalling/evolve.py, and golden files hold the two together. */
import type { Entry, Event, EventOf } from "../protocol/events";
import type { Stage } from "../protocol/limits";
import {
  emptySession,
  mayDrive,
  type Page,
  type Participant,
  type Session,
  type Signer,
  type Signing,
} from "./session";

export function replay(sessionId: string, entries: readonly Entry[]): Session {
  return entries.reduce(advance, emptySession(sessionId));
}

/** The state after one entry of the log. */
export function advance(session: Session, entry: Entry): Session {
  return entry.events.reduce(evolve, { ...session, seq: entry.seq });
}

export function evolve(session: Session, event: Event): Session {
  switch (event.type) {
    case "session_opened":
      return {
        ...session,
        organisation_id: event.organisation_id,
        lobby: event.lobby,
        chat_history: event.chat_history,
        max_participants: event.max_participants,
      };
    case "participant_waiting":
      return withPerson(session, newcomer(event, "waiting", 0));
    case "participant_entered":
      return entered(session, event);
    case "participant_turned_away":
    case "participant_removed":
      return gone(withoutScreen(session, event.participant_id), event.participant_id, "removed");
    case "participant_left":
      return gone(session, event.participant_id, "left");
    case "participant_connected":
      return change(session, event.participant_id, { instance: event.instance, node: event.node });
    case "participant_disconnected":
      return change(session, event.participant_id, { instance: null, node: null });
    case "participant_renamed":
      return change(session, event.participant_id, { name: event.name });
    case "role_changed":
      return change(session, event.participant_id, { role: event.role });
    case "media_changed":
      return change(session, event.participant_id, {
        microphone: event.microphone,
        camera: event.camera,
        sound: event.sound,
        silenced: event.silenced,
      });
    case "unmute_asked":
      return session;
    case "input_granted":
      return change(session, event.participant_id, { input: true });
    case "input_revoked":
      return change(session, event.participant_id, { input: false });
    case "laser_switched":
      return { ...session, laser: event.on };
    case "share_asked":
      return change(session, event.participant_id, { sharing: "asked" });
    case "share_requested":
      return change(session, event.participant_id, { sharing: "requested" });
    case "share_allowed":
      return change(session, event.participant_id, { sharing: "allowed" });
    case "share_declined":
      return change(session, event.participant_id, { sharing: "no" });
    case "screen_shared":
      return {
        ...session,
        share: {
          participant_id: event.participant_id,
          stream_id: event.stream_id,
          surface: event.surface,
          instance: session.participants[event.participant_id]?.instance ?? null,
        },
        document: null,
        stage: "share",
        // Choosing something else to share must not make it sharp.
        blur: session.share?.participant_id === event.participant_id ? session.blur : "off",
      };
    case "screen_stopped":
      return settled({
        ...change(session, event.participant_id, { sharing: "no" }),
        share: null,
        blur: "off",
      });
    case "blur_asked":
      return { ...session, blur: "asked", blur_number: event.number };
    case "blur_applied":
      return { ...session, blur: "on" };
    case "blur_lifted":
      return { ...session, blur: "off" };
    case "chat_switched":
      return { ...session, chat_on: event.on };
    case "chat_sent":
      // Messages live beside the session (see chat in store.ts): its rules never read them.
      return session;
    case "file_added":
    case "file_shared":
      return withFile(session, event);
    case "file_withdrawn":
      return withoutFile(session, event.file_id);
    case "document_shown":
      return {
        ...session,
        document: { file_id: event.file_id, page: event.page, by: event.by },
        stage: "document",
      };
    case "page_turned":
      return session.document === null
        ? session
        : { ...session, document: { ...session.document, page: event.page } };
    case "document_closed":
      return settled({ ...session, document: null });
    case "page_opened":
      return pageOpened(session, event);
    case "page_site_changed":
      return withPage(session, { site: event.site });
    case "page_taken":
      return withPage(session, { driver: event.participant_id, epoch: event.epoch });
    case "page_released":
      return withPage(session, { driver: null, epoch: event.epoch });
    case "page_blur_switched":
      return withPage(session, { blurred: event.on });
    case "page_closed":
      return settled({ ...session, page: null });
    case "stage_changed":
      return { ...session, stage: event.stage };
    case "signing_opened":
      return signingOpened(session, event);
    case "signing_moved":
      // Another screen begins anew.
      return withSigner(session, event.signer_id, { participant_id: event.participant_id, step: "reading" });
    case "signing_stepped":
      return withSigner(session, event.signer_id, { step: event.step });
    case "signer_signed":
      return turns(withSigner(session, event.signer_id, { status: "signed", signed_at: event.at }));
    case "signer_declined":
      return withSigner(session, event.signer_id, { status: "declined" });
    case "signing_closed":
      return { ...session, signing: null };
    case "lobby_switched":
      return { ...session, lobby: event.on };
    case "session_ended":
      return {
        ...session,
        ended: event.reason,
        share: null,
        document: null,
        page: null,
        signing: null,
        stage: "none",
        blur: "off",
      };
    default:
      return unknownEvent(session, event);
  }
}

/** A newer server may tell what this page does not know yet; a forgotten case fails to compile. */
function unknownEvent(session: Session, _event: never): Session {
  return session;
}

function pageOpened(session: Session, event: EventOf<"page_opened">): Session {
  // Every later change of driver is an entry of its own, so the number of this one is above all epochs before it.
  const page: Page = { site: event.site, by: event.by, driver: null, epoch: session.seq, blurred: false };
  const opened: Session = { ...session, page, stage: "page" };
  return mayDrive(opened, event.by) ? { ...opened, page: { ...page, driver: event.by } } : opened;
}

function withPage(session: Session, changes: Partial<Page>): Session {
  return session.page === null ? session : { ...session, page: { ...session.page, ...changes } };
}

function signingOpened(session: Session, event: EventOf<"signing_opened">): Session {
  const { type: _type, signers, ...rest } = event;
  const signing: Signing = {
    ...rest,
    signers: signers.map((one) => ({ ...one, status: "waiting", step: "reading", signed_at: 0 })),
  };
  return turns({ ...session, signing });
}

/** Whose turn it is: everybody's, or in a sequence the first one's who has not signed. */
function turns(session: Session): Session {
  const { signing } = session;
  if (signing === null) return session;
  const waiting = signing.signers.filter(({ status }) => status === "waiting");
  const next = signing.signers.some(({ status }) => status === "ready") ? [] : waiting.slice(0, 1);
  const ready = signing.order === "sequential" ? next : waiting;
  return ready.reduce((now, one) => withSigner(now, one.id, { status: "ready" }), session);
}

function withSigner(session: Session, signerId: string, changes: Partial<Signer>): Session {
  const { signing } = session;
  if (signing === null) return session;
  const signers = signing.signers.map((one) => (one.id === signerId ? { ...one, ...changes } : one));
  return { ...session, signing: { ...signing, signers } };
}

/** Who was taken out lends nobody a screen any more. */
function withoutScreen(session: Session, participantId: string): Session {
  const theirs = (one: Signer) =>
    one.participant_id === participantId && (one.status === "waiting" || one.status === "ready");
  return (session.signing?.signers ?? [])
    .filter(theirs)
    .reduce((now, one) => withSigner(now, one.id, { participant_id: null, step: "reading" }), session);
}

/** When what was on the stage is gone, something that is still there comes in its place. */
function settled(session: Session): Session {
  const order = ["page", "document", "share"] as const;
  if (session.stage === "none" || session[session.stage] !== null) return session;
  const rest: Stage = order.find((each) => session[each] !== null) ?? "none";
  return { ...session, stage: rest };
}

function newcomer(
  event: EventOf<"participant_waiting" | "participant_entered">,
  status: Participant["status"],
  enteredSeq: number,
): Participant {
  return {
    id: event.participant_id,
    name: event.name,
    role: event.role,
    language: event.language,
    status,
    entered_seq: enteredSeq,
    instance: null,
    node: null,
    microphone: "off",
    camera: "off",
    sound: "on",
    silenced: false,
    input: false,
    sharing: "no",
  };
}

function withPerson(session: Session, person: Participant): Session {
  return { ...session, participants: { ...session.participants, [person.id]: person } };
}

function change(session: Session, participantId: string, changes: Partial<Participant>): Session {
  const person = session.participants[participantId];
  return person === undefined ? session : withPerson(session, { ...person, ...changes });
}

function entered(session: Session, event: EventOf<"participant_entered">): Session {
  const before = session.participants[event.participant_id];
  return withPerson(session, {
    ...newcomer(event, "inside", session.seq),
    instance: before?.instance ?? null,
    node: before?.node ?? null,
  });
}

function gone(session: Session, participantId: string, status: "left" | "removed"): Session {
  return change(session, participantId, { status, instance: null, node: null, input: false, sharing: "no" });
}

function withFile(session: Session, event: EventOf<"file_added" | "file_shared">): Session {
  const file = {
    id: event.file_id,
    participant_id: event.participant_id,
    name: event.name,
    size: event.size,
    media_type: event.media_type,
    sha256: event.sha256,
    pages: event.pages,
    everyone: event.everyone,
    participant_ids: event.type === "file_shared" ? [...event.participant_ids].sort() : [],
  };
  return { ...session, files: { ...session.files, [file.id]: file } };
}

function withoutFile(session: Session, fileId: string): Session {
  const { [fileId]: _withdrawn, ...files } = session.files;
  const document = session.document?.file_id === fileId ? null : session.document;
  return settled({ ...session, files, document });
}
