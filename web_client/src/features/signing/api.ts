/** The server's side of signing: one signer's requests, the link by mail, and the public check. */
import { Problem } from "../../protocol/rest";
import type { LinkView, Report, Signature, SigningView } from "./types";

const API = "/api/v1";

/** Long enough for a phone that sends a signature over a slow line. */
const PATIENCE_MS = 30_000;

/** A refusal with what its sentence needs: `field`, `tries` and the like. */
export class SigningProblem extends Problem {
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: string,
    status: number,
    details: Readonly<Record<string, string | number>> = {},
    retryAfter?: number,
  ) {
    super(code, status, undefined, retryAfter);
    this.name = "SigningProblem";
    this.details = details;
  }
}

export function problemOf(error: unknown): SigningProblem {
  if (error instanceof SigningProblem) return error;
  if (error instanceof Problem) return new SigningProblem(error.code, error.status, {}, error.retryAfter);
  return new SigningProblem("internal", 0);
}

/** Whether the same request may well succeed a moment later: the line or the server was away. */
export function isPassing(problem: Problem): boolean {
  if (problem.code === "signing_failed") return false;
  return problem.code === "unreachable" || problem.status === 429 || problem.status >= 500;
}

export interface Pass {
  readonly pass: string;
  /** RFC 3339, UTC. */
  readonly expires_at: string;
}

export type SigningFile = "signed" | "log";

/** What a signer, or who watches, may ask. The room, a link by mail and the adviser's own screen have one each. */
export interface SigningPort {
  view(): Promise<SigningView>;
  /** The document as this person may see it now. */
  document(onProgress?: (part: number) => void): Promise<Uint8Array>;
  viewed(): Promise<void>;
  sign(signature: Signature): Promise<SigningView>;
  decline(reason: string): Promise<void>;
  delegate(name: string, email: string): Promise<void>;
  /** The mark of somebody who has signed, a picture; `inkUrl` as the field says it. */
  ink(inkUrl: string): Promise<Blob>;
  file(which: SigningFile): Promise<Blob>;
}

type Headers = Readonly<Record<string, string>>;

/** `base` is the address behind /api/v1: `/sign/{token}`, `/room/signing/{signer}`; `headers` are asked every time. */
export class SigningApi implements SigningPort {
  readonly #base: string;
  readonly #headers: () => Headers;

  constructor(base: string, headers: () => Headers) {
    this.#base = base;
    this.#headers = headers;
  }

  view(): Promise<SigningView> {
    return this.#json("GET", "/envelope");
  }

  async document(onProgress?: (part: number) => void): Promise<Uint8Array> {
    // As long as it takes: a contract of 50 MB on a phone is slow, and `onProgress` shows that it moves.
    const response = await send("GET", `${this.#base}/document`, this.#headers());
    return readAll(response, onProgress);
  }

  async viewed(): Promise<void> {
    await this.#json("POST", "/viewed");
  }

  sign(signature: Signature): Promise<SigningView> {
    return this.#json("POST", "/sign", signature);
  }

  async decline(reason: string): Promise<void> {
    await this.#json("POST", "/decline", { reason });
  }

  async delegate(name: string, email: string): Promise<void> {
    await this.#json("POST", "/delegate", { name, email });
  }

  ink(inkUrl: string): Promise<Blob> {
    return this.#blob(inkUrl);
  }

  file(which: SigningFile): Promise<Blob> {
    return this.#blob(`/files/${which}`);
  }

  async #blob(path: string): Promise<Blob> {
    const response = await send("GET", this.#base + path, this.#headers());
    return response.blob().catch(() => {
      throw new SigningProblem("unreachable", 0);
    });
  }

  #json<T>(method: Method, path: string, body?: unknown): Promise<T> {
    return json<T>(method, this.#base + path, this.#headers(), body);
  }
}

/** A link by mail, before its code opens the document. */
export class LinkApi {
  readonly #base: string;

  constructor(token: string) {
    this.#base = `/sign/${encodeURIComponent(token)}`;
  }

  state(): Promise<LinkView> {
    return json("GET", this.#base, {});
  }

  async sendCode(): Promise<void> {
    await json("POST", `${this.#base}/code`, {});
  }

  open(code?: string): Promise<Pass> {
    return json("POST", `${this.#base}/open`, {}, code === undefined ? {} : { code });
  }

  /** `pass` is asked for every request: it can run out, and another take its place. */
  signing(pass: () => string): SigningApi {
    return new SigningApi(this.#base, () => ({ "Samen-Pass": pass() }));
  }
}

/** Asks who signed this file and whether it changed since. By XMLHttpRequest, which tells how far an upload is. */
export function verify(
  file: Blob,
  onProgress?: (part: number) => void,
  signal?: AbortSignal,
): Promise<Report> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", `${API}/verify`);
    request.setRequestHeader("Content-Type", "application/pdf");
    request.setRequestHeader("Accept", "application/json, application/problem+json");
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && total > 0) onProgress?.(loaded / total);
    });
    request.addEventListener("load", () => {
      const body = parsed(request.responseText);
      if (request.status === 200 && isRecord(body)) resolve(body as unknown as Report);
      else reject(refused(request.status, body, request.getResponseHeader("Retry-After")));
    });
    request.addEventListener("error", () => reject(new SigningProblem("unreachable", 0)));
    request.addEventListener("abort", () => reject(new SigningProblem("aborted", 0)));
    request.send(file);
  });
}

type Method = "GET" | "POST";

async function send(
  method: Method,
  path: string,
  headers: Headers,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const all: Record<string, string> = { ...headers };
  if (body !== undefined) all["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(API + path, {
      method,
      headers: all,
      cache: "no-store",
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new SigningProblem("unreachable", 0);
  }
  if (response.ok) return response;
  const answer = parsed(await response.text().catch(() => ""));
  throw refused(response.status, answer, response.headers.get("Retry-After"));
}

async function json<T>(method: Method, path: string, headers: Headers, body?: unknown): Promise<T> {
  const response = await send(method, path, headers, body, AbortSignal.timeout(PATIENCE_MS));
  const text = await response.text().catch(() => {
    throw new SigningProblem("unreachable", 0);
  });
  return parsed(text) as T;
}

async function readAll(response: Response, onProgress?: (part: number) => void): Promise<Uint8Array> {
  const total = Number(response.headers.get("Content-Length"));
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(await response.arrayBuffer());
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      parts.push(next.value);
      length += next.value.length;
      if (total > 0) onProgress?.(Math.min(1, length / total));
    }
  } catch {
    throw new SigningProblem("unreachable", 0);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function refused(status: number, body: unknown, retryAfter: string | null): SigningProblem {
  const fields = isRecord(body) ? body : {};
  const details: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string" || typeof value === "number") details[name] = value;
  }
  const code = typeof fields.code === "string" ? fields.code : "internal";
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  return new SigningProblem(code, status, details, Number.isFinite(seconds) ? seconds : undefined);
}

function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
