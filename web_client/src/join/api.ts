/** The public routes of the join page. Refusals leave as `Refusal` with the server's stable code. */
import { solveProof } from "./proof";

const BASE = "/api/v1";
const PROOF_TRIES = 3;

export interface Office {
  readonly name: string;
  readonly colour: string | null;
  readonly logo_url: string | null;
  readonly phone: string | null;
  readonly language: string;
  readonly privacy_url?: string | null;
}

export interface Meeting {
  readonly office: Office;
  readonly adviser: { readonly name: string; readonly present: boolean };
  readonly lobby: boolean;
  /** For the connection test; the room asks for its own. */
  readonly ice_servers: RTCIceServer[];
}

export interface Admission {
  readonly session_id: string;
  readonly participant_id: string;
  readonly ticket: string;
}

/** `code` is the server's, or "offline" when it could not be reached. */
export class Refusal extends Error {
  readonly code: string;
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | undefined;

  constructor(code: string, retryAfter?: number) {
    super(code);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

interface Problem {
  readonly code?: unknown;
  readonly challenge?: unknown;
  readonly difficulty?: unknown;
}

async function body(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    // A proxy's own error page, or an empty 202.
    return {};
  }
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(BASE + path, { cache: "no-store", signal: AbortSignal.timeout(15_000), ...init });
  } catch {
    throw new Refusal("offline");
  }
}

/** Sends once more with a proof of work where the server asks for one: see server/live/guard.py. */
async function request<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  let headers = new Headers(init.headers);
  for (let attempt = 0; ; attempt += 1) {
    const response = await send(path, { ...init, headers });
    const answer = await body(response);
    if (response.ok) return answer as Answer;
    const problem = answer as Problem;
    const code = typeof problem.code === "string" ? problem.code : "internal";
    const { challenge, difficulty } = problem;
    const provable = typeof challenge === "string" && typeof difficulty === "number";
    if (response.status === 428 && provable && attempt < PROOF_TRIES) {
      headers = new Headers(init.headers);
      headers.set("Samen-Proof", `${challenge}.${await solveProof(challenge, difficulty)}`);
      continue;
    }
    const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
    throw new Refusal(code, Number.isFinite(seconds) ? seconds : undefined);
  }
}

function post<Answer>(path: string, value: unknown): Promise<Answer> {
  return request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });
}

export function getOffice(): Promise<Office> {
  return request("/office");
}

export function findMeeting(code: string): Promise<Meeting> {
  return request(`/join/${code}`);
}

export function enterMeeting(code: string, name: string, language: string): Promise<Admission> {
  return post("/join", { code, name, language });
}

/** Answers the same for every address. */
export async function sendCodeAgain(email: string): Promise<void> {
  await post("/join/resend", { email });
}

/** The echo peer's answer to an offer that holds its candidates. */
export async function echoAnswer(code: string, sdp: string): Promise<string> {
  const answer = await post<{ sdp: string }>("/echo", { code, sdp });
  return answer.sdp;
}

/** Whether a ticket of an earlier visit still opens its session. */
export async function ticketLives(ticket: string): Promise<boolean> {
  try {
    await request("/room", { headers: { Authorization: `Bearer ${ticket}` } });
    return true;
  } catch {
    return false;
  }
}
