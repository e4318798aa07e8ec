/** The state of one live session as the browser holds it; mirrors signalling/session.py. */
import type {
  EndReason,
  MediaState,
  Role,
  SigningAfter,
  SigningOrder,
  SigningStep,
  Stage,
  Surface,
} from "../protocol/limits";

export interface Participant {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly language: string;
  readonly status: "waiting" | "inside" | "left" | "removed";
  /** The log entry with which they (last) came inside; 0 while waiting. */
  readonly entered_seq: number;
  /** The page load that is connected now. */
  readonly instance: string | null;
  readonly node: string | null;
  readonly microphone: MediaState;
  readonly camera: MediaState;
  readonly sound: MediaState;
  readonly silenced: boolean;
  readonly input: boolean;
  readonly sharing: "no" | "asked" | "requested" | "allowed";
}

export interface ScreenShare {
  readonly participant_id: string;
  readonly stream_id: string;
  readonly surface: Surface;
  /** The page load that captures: when that page is gone for good, so is the picture. */
  readonly instance: string | null;
}

export interface SharedFile {
  readonly id: string;
  readonly participant_id: string;
  readonly name: string;
  readonly size: number;
  readonly media_type: string;
  readonly sha256: string;
  readonly pages: number;
  readonly everyone: boolean;
  /** Sorted. */
  readonly participant_ids: readonly string[];
}

/** The file on the stage and the page that everybody looks at. */
export interface StageDocument {
  readonly file_id: string;
  readonly page: number;
  readonly by: string;
}

/** The web page that all look at together. Only the `driver`'s input counts, and only with the current `epoch`. */
export interface Page {
  readonly site: string;
  readonly by: string;
  readonly driver: string | null;
  /** Rises with every change of driver, also from one page of this session to the next. */
  readonly epoch: number;
  readonly blurred: boolean;
}

/** Somebody who signs, at the screen of `participant_id` or, without one, by e-mail. Their turn: "ready". */
export interface Signer {
  readonly id: string;
  readonly name: string;
  readonly participant_id: string | null;
  readonly status: "waiting" | "ready" | "signed" | "declined";
  readonly step: SigningStep;
  /** Milliseconds since 1970, UTC; 0 before. */
  readonly signed_at: number;
}

/** The document that is being signed here; it stays on the stage meanwhile. */
export interface Signing {
  readonly envelope_id: string;
  readonly file_id: string;
  readonly title: string;
  readonly by: string;
  readonly order: SigningOrder;
  readonly after: SigningAfter;
  readonly signers: readonly Signer[];
}

export interface Session {
  readonly id: string;
  readonly seq: number;
  readonly organisation_id: string;
  readonly ended: EndReason | null;
  readonly participants: Readonly<Record<string, Participant>>;
  readonly files: Readonly<Record<string, SharedFile>>;
  readonly share: ScreenShare | null;
  readonly document: StageDocument | null;
  readonly page: Page | null;
  readonly signing: Signing | null;
  readonly stage: Stage;
  readonly blur: "off" | "asked" | "on";
  readonly blur_number: number;
  readonly chat_on: boolean;
  readonly chat_history: boolean;
  readonly lobby: boolean;
  readonly laser: boolean;
  readonly max_participants: number;
}

export function emptySession(id: string): Session {
  return {
    id,
    seq: 0,
    organisation_id: "",
    ended: null,
    participants: {},
    files: {},
    share: null,
    document: null,
    page: null,
    signing: null,
    stage: "none",
    blur: "off",
    blur_number: 0,
    chat_on: true,
    chat_history: true,
    lobby: false,
    laser: false,
    max_participants: 8,
  };
}

export function people(session: Session): Participant[] {
  return Object.values(session.participants);
}

export function inside(session: Session): Participant[] {
  return people(session).filter((person) => person.status === "inside");
}

/** The host and the co-hosts decide for the others, while they are inside. */
export function isChair(session: Session, participantId: string): boolean {
  const person = session.participants[participantId];
  return person?.status === "inside" && (person.role === "host" || person.role === "cohost");
}

/** Whether a click or key of this client counts: granted, and an adviser is connected to watch over it. */
export function mayUseInput(session: Session, participantId: string): boolean {
  const person = session.participants[participantId];
  if (person?.status !== "inside" || !person.input) return false;
  return people(session).some((other) => other.instance !== null && isChair(session, other.id));
}

/** Whether they may click and type in the web page: a chair, or a client with input rights who sees it sharp. */
export function mayDrive(session: Session, participantId: string): boolean {
  const person = session.participants[participantId];
  if (session.page === null || person?.status !== "inside" || person.instance === null) return false;
  if (isChair(session, participantId)) return true;
  return mayUseInput(session, participantId) && session.stage === "page" && !session.page.blurred;
}

/** Who signs at this screen now; the first of them, where two share it. */
export function signerHere(session: Session, participantId: string): Signer | null {
  if (session.participants[participantId]?.status !== "inside") return null;
  const own = (one: Signer) => one.status === "ready" && one.participant_id === participantId;
  return session.signing?.signers.find(own) ?? null;
}

/** Whether the page of the document on the stage turns for everybody when this participant turns it. */
export function mayTurnPage(session: Session, participantId: string): boolean {
  return (
    isChair(session, participantId) ||
    mayUseInput(session, participantId) ||
    signerHere(session, participantId) !== null
  );
}

/** Of what is on the stage; a blurred page that has given way to something else stays blurred, but is not seen. */
export function blurOnStage(session: Session): Session["blur"] {
  if (session.stage === "page") return session.page?.blurred ? "on" : "off";
  return session.share === null ? "off" : session.blur;
}

export function maySeeFile(session: Session, participantId: string, file: SharedFile): boolean {
  return (
    file.everyone ||
    file.participant_id === participantId ||
    file.participant_ids.includes(participantId) ||
    isChair(session, participantId)
  );
}

/** Whether `viewer` is shown the pointer of `sender`; mirrors the audience of Pointer in signalling/signals.py. */
export function maySeePointer(session: Session, sender: string, viewer: string): boolean {
  const from = session.participants[sender];
  const to = session.participants[viewer];
  if (sender === viewer || from?.status !== "inside" || to?.status !== "inside") return false;
  if (session.ended !== null || session.stage === "none") return false;
  if (isChair(session, sender)) {
    return session.laser || isChair(session, viewer) || mayUseInput(session, viewer);
  }
  return mayUseInput(session, sender) && isChair(session, viewer);
}

/** Whether a pointer of this participant reaches anybody at all. */
export function mayPoint(session: Session, sender: string): boolean {
  return inside(session).some((viewer) => maySeePointer(session, sender, viewer.id));
}
