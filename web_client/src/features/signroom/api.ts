/** The room's own requests about signing; what one signer asks goes by the kit's `SigningApi`. */
import { Problem } from "../../protocol/rest";
import { SigningApi, type SigningPort, SigningProblem } from "../signing/api";
import type { DraftSigner, Field, Order, PageSize, SigningView } from "../signing/types";

const API = "/api/v1";
const HERE = "/room/signing";

/** Making a large document ready takes the server a while. */
const PATIENCE_MS = 150_000;

/** What the server found in a file that is to be signed. `warnings` are codes. */
export interface Checked {
  readonly pages: number;
  readonly page_sizes: readonly PageSize[];
  readonly signatures: number;
  readonly warnings: readonly string[];
}

export interface SigningWish {
  readonly file_id: string;
  readonly title: string;
  readonly order: Order;
  readonly language: string;
  readonly page: number;
  readonly signers: readonly DraftSigner[];
  readonly fields: readonly Field[];
}

/** What becomes of it when signing here is stopped. */
export type Then = "mail" | "void";

export interface SigningRoomPort {
  check(fileId: string): Promise<Checked>;
  open(wish: SigningWish): Promise<SigningView>;
  stop(then: Then): Promise<void>;
  /** Everybody's view of what is being signed. */
  watching(): SigningPort;
  /** For who signs at this screen. */
  signer(signerId: string): SigningPort;
  /** The mark of somebody who has signed. */
  mark(signerId: string, kind: "signature" | "initials"): Promise<Blob>;
  /** The adviser's own address, or "" where nobody is signed in. */
  ownEmail(): Promise<string>;
}

export function httpSigningRoom(ticket: string): SigningRoomPort {
  const headers = { Authorization: `Bearer ${ticket}` };
  const port = (base: string) => new SigningApi(base, () => headers);
  return {
    check: (fileId) => json("POST", `${HERE}/check`, headers, { file_id: fileId }),
    open: (wish) => json("POST", HERE, headers, { ...wish, signers: wish.signers.map(drafted) }),
    stop: async (then) => {
      await send("DELETE", `${HERE}?then=${then}`, headers);
    },
    watching: () => port(HERE),
    signer: (signerId) => port(`${HERE}/${encodeURIComponent(signerId)}`),
    mark: async (signerId, kind) => {
      const response = await send("GET", `${HERE}/ink/${encodeURIComponent(signerId)}?kind=${kind}`, headers);
      return response.blob();
    },
    ownEmail: async () => {
      const nobody: Me = {};
      const me = await json<Me>("GET", "/me", {}).catch(() => nobody);
      return me.user?.email ?? "";
    },
  };
}

interface Me {
  readonly user?: { readonly email?: string };
}

/** As the server takes it: colours are for this screen alone. */
function drafted({ id, name, email, language, participant_id = null }: DraftSigner) {
  return { id, name: name.trim(), email: email.trim(), language, participant_id };
}

async function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(API + path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Problem("unreachable", 0);
  }
  if (response.ok) return response;
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const code = typeof answer.code === "string" ? answer.code : "internal";
  const details: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(answer)) {
    if (typeof value === "string" || typeof value === "number") details[name] = value;
  }
  throw new SigningProblem(code, response.status, details);
}

async function json<T>(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<T> {
  const response = await send(method, path, headers, body);
  return (await response.json()) as T;
}
