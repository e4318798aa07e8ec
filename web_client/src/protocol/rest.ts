/** The REST routes that a session's ticket opens. Errors arrive as problem+json (RFC 9457) and leave as `Problem`. */
import type { Role } from "./limits";

const BASE = "/api/v1";
const PATIENCE_MS = 15_000;
const BYTES_PATIENCE_MS = 120_000;

/** A refused request. `code` is stable; "unreachable" and "aborted" are ours. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string | undefined;
  /** Seconds to wait, when the server named them. */
  readonly retryAfter: number | undefined;

  constructor(code: string, status: number, detail?: string, retryAfter?: number) {
    super(detail ?? code);
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

export interface Office {
  name: string;
  colour: string;
  logo_url: string | null;
  phone: string;
  language: string;
  privacy_url: string;
}

export interface RoomInfo {
  session_id: string;
  participant_id: string;
  role: Role;
  name: string;
  title: string;
  office: Office;
  ice_servers: RTCIceServer[];
  /** Known to the hosts only. */
  code: string | null;
  link: string | null;
  limits: { max_file_mb: number };
  /** RFC 3339, UTC. */
  started_at: string;
  ended_at: string | null;
  /** Whether this participant has given their opinion already. */
  evaluated: boolean;
  /** The session is about a client of the office's CRM, and this participant may see whom. */
  client: boolean;
  /** What that client has stands ready. */
  client_page: boolean;
}

export interface ReadyDocument {
  id: string;
  name: string;
  media_type: string;
  /** Bytes. */
  size: number;
  pages: number;
  kind: string;
  at: string;
}

/** The client of a session, for the office's own people. A part is null where the CRM has none, or `troubles` says why. */
export interface RoomClient {
  client_page: boolean;
  party: {
    id: string;
    kind: "person" | "household" | "company";
    name: string;
    caption: string;
    people: { name: string; email: string }[];
    emails: string[];
    phones: string[];
    link: string;
  } | null;
  documents: ReadyDocument[] | null;
  forms: { id: string; title: string; state: "open" | "submitted"; link: string }[] | null;
  activities: { id: string; title: string; due: string | null }[] | null;
  troubles: Partial<Record<"party" | "documents" | "forms" | "activities", string>>;
  limits: string[];
}

/** More is told in the session's log, as the event file_added. */
export interface StoredFile {
  file_id: string;
}

export interface FileLink {
  url: string;
  expires_at: string;
}

export interface Evaluation {
  stars: number | null;
  helped: string[];
  text: string;
}

export interface UploadOptions {
  audience: "everyone" | "hosts";
  name?: string;
  /** Called with the part that is sent, from 0 to 1. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
}

export class RoomApi {
  readonly #ticket: string;

  constructor(ticket: string) {
    this.#ticket = ticket;
  }

  room(): Promise<RoomInfo> {
    return this.#json<RoomInfo>("GET", "/room");
  }

  client(): Promise<RoomClient> {
    return this.#json<RoomClient>("GET", "/room/client");
  }

  /** Brings a document of the client into the session; large ones take the CRM a while. */
  openDocument(documentId: string): Promise<StoredFile> {
    const body = { document_id: documentId };
    return this.#json<StoredFile>("POST", "/room/client/open", body, BYTES_PATIENCE_MS);
  }

  /** Keeps a file with the client whom the session is about; again changes nothing. */
  async keepFile(fileId: string): Promise<void> {
    await this.#json("POST", `/room/files/${encodeURIComponent(fileId)}/keep`, {});
  }

  fileLink(sessionId: string, fileId: string, disposition?: "attachment" | "inline"): Promise<FileLink> {
    const path = `/sessions/${encodeURIComponent(sessionId)}/files/${encodeURIComponent(fileId)}/links`;
    return this.#json<FileLink>("POST", path, disposition ? { disposition } : {});
  }

  /** Whether a way for sound and picture to the others came up. */
  async mediaPath(path: { state: "up" | "failed"; reason: string }): Promise<void> {
    await this.#json("POST", "/room/media-path", path);
  }

  async evaluate(sessionId: string, evaluation: Evaluation): Promise<void> {
    await this.#json("POST", `/sessions/${encodeURIComponent(sessionId)}/evaluation`, evaluation);
  }

  /** By XMLHttpRequest, because fetch cannot tell how far an upload is. */
  upload(sessionId: string, file: Blob, options: UploadOptions): Promise<StoredFile> {
    const name = options.name ?? (file instanceof File ? file.name : "file");
    const query = new URLSearchParams({ name, audience: options.audience });
    const path = `${BASE}/sessions/${encodeURIComponent(sessionId)}/files?${query}`;
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted) {
        reject(new Problem("aborted", 0));
        return;
      }
      const request = new XMLHttpRequest();
      const abort = () => request.abort();
      options.signal?.addEventListener("abort", abort, { once: true });
      request.open("POST", path);
      request.setRequestHeader("Authorization", `Bearer ${this.#ticket}`);
      request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable && event.total > 0) options.onProgress?.(event.loaded / event.total);
      });
      request.addEventListener("loadend", () => options.signal?.removeEventListener("abort", abort));
      request.addEventListener("load", () => {
        const body = parsed(request.responseText);
        if (request.status >= 200 && request.status < 300 && body !== undefined) resolve(body as StoredFile);
        else reject(problem(request.status, body, request.getResponseHeader("Retry-After")));
      });
      request.addEventListener("error", () => reject(new Problem("unreachable", 0)));
      request.addEventListener("abort", () => reject(new Problem("aborted", 0)));
      request.send(file);
    });
  }

  async #json<T>(method: string, path: string, body?: unknown, patience = PATIENCE_MS): Promise<T> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.#ticket}` };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response: Response;
    try {
      response = await fetch(BASE + path, {
        method,
        headers,
        cache: "no-store",
        signal: AbortSignal.timeout(patience),
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch {
      throw new Problem("unreachable", 0);
    }
    const answer = parsed(await response.text().catch(() => ""));
    if (!response.ok) throw problem(response.status, answer, response.headers.get("Retry-After"));
    return answer as T;
  }
}

function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function problem(status: number, body: unknown, retryAfter: string | null): Problem {
  const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const code = typeof fields.code === "string" ? fields.code : "internal";
  const detail = typeof fields.detail === "string" ? fields.detail : undefined;
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  return new Problem(code, status, detail, Number.isFinite(seconds) ? seconds : undefined);
}
