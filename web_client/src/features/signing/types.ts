/** What signing speaks of in the client: a document, who signs it, and what each of them fills in. */
import type { Language } from "../../i18n/texts";

export const FIELD_KINDS = ["signature", "initials", "name", "email", "date", "text", "checkbox"] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
export type Order = "parallel" | "sequential";
export type SignerStatus = "waiting" | "ready" | "viewed" | "signed" | "declined";
export type EnvelopeStatus = "draft" | "sent" | "completed" | "declined" | "voided" | "expired" | "failed";
/** Where somebody who signs has come. */
export type Step = "details" | "signature" | "review";
export const STEPS: readonly Step[] = ["details", "signature", "review"];

/** Points, 1/72 inch, as people see the page. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** `page` counts from 1; the rest are fractions of the page as people see it, from the left and the top. */
export interface Place {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Field extends Place {
  readonly id: string;
  readonly signer_id: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly label: string;
}

/** What is in a field of somebody who has signed. */
export interface Filled {
  readonly text?: string | null;
  readonly checked?: boolean | null;
  /** Behind the address of the signer's requests. */
  readonly ink_url?: string | null;
}

export interface FieldView extends Field {
  readonly filled?: Filled | null;
}

/** Somebody who signs, as everybody may know them: without their e-mail address. */
export interface SignerView {
  readonly id: string;
  readonly name: string;
  readonly status: SignerStatus;
  readonly turn: boolean;
  /** 0 to 7. */
  readonly colour: number;
  /** RFC 3339, UTC. */
  readonly signed_at: string | null;
}

export interface SelfView {
  readonly signer_id: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
}

export interface SigningOffice {
  readonly name: string;
  readonly colour?: string | null;
  readonly logo_url?: string | null;
  readonly phone?: string | null;
  readonly privacy_url?: string | null;
}

export interface SigningView {
  readonly envelope_id: string;
  readonly title: string;
  readonly status: EnvelopeStatus;
  readonly order: Order;
  readonly message: string;
  readonly sender: string;
  readonly document: {
    readonly name: string;
    readonly pages: number;
    readonly page_sizes: readonly PageSize[];
  };
  /** Null for who only watches. */
  readonly self: SelfView | null;
  readonly signers: readonly SignerView[];
  readonly fields: readonly FieldView[];
  readonly consent: { readonly version: string; readonly text: string };
  readonly level: string;
  readonly clock: "own" | "authority";
  readonly office: SigningOffice;
  readonly files: { readonly signed: boolean; readonly log: boolean };
}

export type How = "drawn" | "typed" | "uploaded";

/** x and y as fractions of the pad, pressure 0 to 1, milliseconds since the first point. */
export type InkPoint = readonly [x: number, y: number, pressure: number, at: number];
export type Stroke = readonly InkPoint[];

/** A handwritten mark as it is sent. `picture` is a PNG in base64: for what was typed or uploaded. */
export interface Ink {
  readonly how: How;
  readonly strokes: readonly Stroke[];
  /** Width : height of the pad, or of the picture. */
  readonly aspect: number;
  readonly picture: string;
  readonly text: string;
}

export type Value = string | boolean;

export interface Signature {
  /** The same for every try of one signature: whoever clicks twice signs once. */
  readonly key: string;
  /** The version of the text that was agreed to. */
  readonly consent: string;
  readonly name: string;
  readonly ink: Ink;
  readonly initials: Ink | null;
  readonly values: Readonly<Record<string, Value>>;
}

/** Somebody who is asked to sign, while the sender still decides who that is. */
export interface DraftSigner {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  /** 0 to 7; see `colourOf`. */
  readonly colour: number;
  /** In a session: whose screen they sign on; null for nobody's yet. */
  readonly participant_id?: string | null;
  /** At the desk: the client as whom they were chosen. */
  readonly client_id?: string | null;
}

export type LinkState =
  | "code_needed"
  | "open"
  | "waiting"
  | "signed"
  | "declined"
  | "completed"
  | "voided"
  | "expired";

/** What a link by mail tells before anything of the document is shown. */
export interface LinkView {
  readonly state: LinkState;
  /** Whether a code by mail opens it. */
  readonly code: boolean;
  readonly office: SigningOffice;
  readonly sender: string;
  readonly title: string;
  readonly email_hint: string;
  readonly language: Language;
  readonly kind: "mail" | "here" | "embed";
  /** Whose frame the page may stand in; only of links to embed. */
  readonly origin?: string | null;
}

export type Verdict = "intact" | "changed" | "unknown_signer" | "not_signed" | "unreadable";

export interface ReportSignature {
  readonly name: string;
  readonly email: string;
  readonly organisation: string;
  readonly issuer: string;
  readonly signed_at: string | null;
  /** Who says that time: a time-stamp authority, the clock of this server, or only the signer. */
  readonly time: "authority" | "own_clock" | "claimed";
  readonly intact: boolean;
  readonly trusted: boolean;
  /** What came after it: nothing, what signing allows, or changes. */
  readonly after: "nothing" | "allowed" | "changed";
  readonly problem: string;
}

/** What the check of a PDF has found. */
export interface Report {
  readonly verdict: Verdict;
  readonly ours: boolean;
  readonly signatures: readonly ReportSignature[];
  readonly archive: { readonly at: string; readonly by: string; readonly own_clock: boolean } | null;
  readonly level: string;
  readonly pages: number;
  readonly size: number;
  readonly sha256: string;
  readonly problems: readonly string[];
}
