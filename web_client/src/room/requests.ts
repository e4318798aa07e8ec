/** REST calls of a signed-in adviser from the room: by cookie, unlike those that the ticket opens. */
import { Problem } from "../protocol/rest";

const PATIENCE = 15_000;

/** Raises Problem: "unreachable" without an answer, else the server's code. */
export async function request<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Problem("unreachable", 0);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const { code, detail } = (answer ?? {}) as { code?: unknown; detail?: unknown };
    throw new Problem(
      typeof code === "string" ? code : "internal",
      response.status,
      typeof detail === "string" ? detail : undefined,
    );
  }
  return answer as T;
}
