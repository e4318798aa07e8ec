/** What the server's REST answers, as the adviser's pages read it. Times are ISO 8601 in UTC. */
import type { Language } from "../../i18n";

export type Role = "admin" | "adviser";

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly language: Language;
  readonly totp_enabled: boolean;
}

export interface Organisation extends PublicOffice {
  readonly id: string;
  /** People wait until the adviser lets them in. */
  readonly lobby: boolean;
  /** Who comes later reads what was written before. */
  readonly chat_history: boolean;
  readonly max_file_mb: number;
  readonly empty_after_minutes: number;
}

export interface Me {
  readonly user: Account;
  readonly organisation: Organisation;
}

export type OrganisationChange = Partial<Omit<Organisation, "id" | "logo_url" | "demo">>;

export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  readonly totp_enabled: boolean;
}

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly language: Language;
  readonly created_at: string;
  readonly expires_at: string;
  readonly expired: boolean;
}

/** "kept": no mail server is set, so the mail waits in the outbox to be read. */
export interface Invited extends Invitation {
  readonly mail_id: string;
  readonly mail: "queued" | "kept";
}

/** What somebody with an invitation's link may see of it. */
export interface OpenInvitation {
  readonly email: string;
  readonly organisation: string;
  readonly role: Role;
  readonly language: Language;
  readonly office: PublicOffice;
}

export interface TotpSetUp {
  readonly secret: string;
  readonly uri: string;
  readonly qr_svg: string;
}

/** Shown once; each works once in place of a code from the app. */
export interface BackupCodes {
  readonly codes: readonly string[];
}

/** What the public pages know of the office (the only one, else Samen itself). */
export interface PublicOffice {
  readonly name: string;
  readonly colour: string;
  readonly logo_url: string | null;
  readonly phone: string;
  readonly privacy_url: string;
  readonly language: Language;
  /** A sample office with invented people. */
  readonly demo: boolean;
}

export type MailStatus = "queued" | "sending" | "sent" | "failed" | "kept";

export interface MailItem {
  readonly id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly recipient_name: string;
  readonly subject: string;
  readonly status: MailStatus;
  readonly created_at: string;
  readonly sent_at: string | null;
  /** The receiver's own mail server said that it is there. */
  readonly delivered_at: string | null;
  /** It came back after it had left. */
  readonly bounced_at: string | null;
  readonly error: string | null;
}

/** Texts are empty once a mail that opens an account has been delivered. */
export interface Mail extends MailItem {
  readonly text: string;
  readonly html: string;
}

export interface MailPage {
  readonly items: readonly MailItem[];
  readonly next: string | null;
  /** Whether a mail server is set. */
  readonly sends: boolean;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
