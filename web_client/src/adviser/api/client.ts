/** One request to the server: JSON out, JSON in, and every failure as a Refusal with a stable code. */

export const API = "/api/v1";

/** Long enough for a slow line, short enough that nobody watches a spinner for ever. */
const PATIENCE_MS = 20_000;

/** Why a request came to nothing. `code` is the server's, or "offline", "timeout", "internal" from here. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly code: string,
    readonly status: number,
    /** Numbers and words that the sentence may need, such as `seconds`. */
    readonly parameters: Readonly<Record<string, string | number>> = {},
    /** Names of the fields that the server found wrong. */
    readonly fields: readonly string[] = [],
    /** The whole answer, where it says more: `current` of a conflict, `candidates` of a duplicate. */
    readonly document: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

/** The refusal behind anything that was thrown. */
export function refusalOf(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal("internal", 0);
}

/** Whether trying again by itself makes sense: the line or the server was away, not the request wrong. */
export function isPassing(error: unknown): boolean {
  const { status } = refusalOf(error);
  return status === 0 || status >= 500;
}

export interface RequestOptions {
  readonly body?: unknown;
  /** A file, sent as it is. */
  readonly file?: Blob;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** The version that the person has seen: over another one nothing is written. */
  readonly version?: number;
  /** The same key again is the same request again: done once. */
  readonly once?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds until it counts as lost; for what takes longer than a question and its answer. */
  readonly patience?: number;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

function addressOf(path: string, query: RequestOptions["query"]): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) asked.set(name, value);
  const text = asked.toString();
  return `${API}${path}${text === "" ? "" : `?${text}`}`;
}

/** Sends one request. Throws a Refusal, or what `signal` was aborted with. */
export async function request<Answer>(
  method: Method,
  path: string,
  { body, file, query, version, once, signal, patience: most = PATIENCE_MS }: RequestOptions = {},
): Promise<Answer> {
  const patience = AbortSignal.timeout(most);
  const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (file) headers["Content-Type"] = file.type;
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  if (once !== undefined) headers["Idempotency-Key"] = once;
  let response: Response;
  try {
    response = await fetch(addressOf(path, query), {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      body: file ?? (body === undefined ? null : JSON.stringify(body)),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal(patience.aborted ? "timeout" : "offline", 0);
  }
  if (!response.ok) throw await readRefusal(response);
  // Nothing was said, or nothing that is JSON.
  if (response.status === 204 || !response.headers.get("Content-Type")?.includes("json")) {
    if (response.status === 204 || response.status === 202) return undefined as Answer;
  }
  try {
    return (await response.json()) as Answer;
  } catch (error) {
    if (signal?.aborted) throw error;
    // A proxy's page instead of JSON, or a line that broke half-way.
    throw new Refusal("internal", response.status);
  }
}

async function readRefusal(response: Response): Promise<Refusal> {
  let problem: unknown;
  try {
    problem = await response.json();
  } catch {
    problem = undefined;
  }
  const document = isRecord(problem) ? problem : {};
  // Without a code it was no answer of ours: a proxy says that the server is away.
  const code = typeof document.code === "string" ? document.code : "internal";
  const parameters: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(document)) {
    if (typeof value === "number" || typeof value === "string") parameters[name] = value;
  }
  const after = Number(response.headers.get("Retry-After"));
  if (Number.isFinite(after) && after > 0) parameters.seconds = after;
  return new Refusal(code, response.status, parameters, fieldsOf(document.errors), document);
}

// 422 names the fields: [{"field": "colour", "message": "..."}].
function fieldsOf(errors: unknown): string[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: unknown) => {
    if (!isRecord(error)) return [];
    return typeof error.field === "string" ? [error.field] : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
