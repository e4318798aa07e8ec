/** The server behind a client's link. */
import type { Language } from "../i18n";
import type { Office } from "../ui";

export interface Asked {
  readonly office: Office;
  readonly sender: string;
  readonly client: string;
  readonly language: Language;
  readonly what: string;
  readonly text: string;
  readonly due: string | null;
  readonly state: "open" | "received" | "closed" | "expired";
  readonly received: readonly string[];
  readonly max_bytes: number;
}

export interface SharedFile {
  readonly id: string;
  readonly name: string;
  readonly media_type: string;
  /** Bytes. */
  readonly size: number;
  readonly pages: number;
  readonly inline: boolean;
  readonly url: string;
}

export interface Shared {
  readonly office: Office;
  readonly sender: string;
  readonly client: string;
  readonly language: Language;
  readonly text: string;
  readonly shared_at: string;
  readonly expires_at: string;
  readonly documents: readonly SharedFile[];
}

/** Why a question got no answer: the server's stable code, or "offline". */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(readonly code: string) {
    super(code);
  }
}

const PATIENCE_MS = 20_000;

async function codeOf(text: string): Promise<string> {
  try {
    const problem = JSON.parse(text) as { code?: unknown };
    return typeof problem.code === "string" ? problem.code : "internal";
  } catch {
    return "internal";
  }
}

async function ask<Answer>(method: "GET" | "POST", path: string): Promise<Answer> {
  let answer: Response;
  try {
    answer = await fetch(`/api/v1${path}`, {
      method,
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Refused("offline");
  }
  if (!answer.ok) throw new Refused(await codeOf(await answer.text()));
  return (await answer.json()) as Answer;
}

export function readAsked(token: string): Promise<Asked> {
  return ask("GET", `/request/${encodeURIComponent(token)}`);
}

export function readShared(token: string): Promise<Shared> {
  return ask("GET", `/shared/${encodeURIComponent(token)}`);
}

export function sayDone(token: string): Promise<Asked> {
  return ask("POST", `/request/${encodeURIComponent(token)}/done`);
}

/** Sends one file, and tells from 0 to 1 how much of it has gone. `more`: others follow. */
export function sendFile(
  token: string,
  file: File,
  more: boolean,
  onPart: (part: number) => void,
): Promise<Asked> {
  const asked = new URLSearchParams({ name: file.name, more: String(more) });
  return new Promise((resolve, reject) => {
    // fetch cannot tell how far an upload is.
    const sending = new XMLHttpRequest();
    sending.open("POST", `/api/v1/request/${encodeURIComponent(token)}?${asked}`);
    sending.setRequestHeader("Content-Type", "application/octet-stream");
    sending.upload.onprogress = ({ loaded, total }) => onPart(total > 0 ? loaded / total : 0);
    sending.onerror = () => reject(new Refused("offline"));
    sending.onload = async () => {
      if (sending.status < 300) resolve(JSON.parse(sending.responseText) as Asked);
      else reject(new Refused(await codeOf(sending.responseText)));
    };
    sending.send(file);
  });
}
