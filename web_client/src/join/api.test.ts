import { beforeEach, expect, test, vi } from "vitest";
import { enterMeeting, findMeeting, Refusal, sendCodeAgain, ticketLives } from "./api";
import { solve, type Task } from "./proof";

/** A worker that runs the real solver in the same thread. */
class ThisThread {
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror = null;
  postMessage(task: Task): void {
    const data = solve(task);
    queueMicrotask(() => this.onmessage?.({ data }));
  }
  terminate(): void {}
}

const fetched = vi.fn<typeof fetch>();

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("Worker", ThisThread);
});

test("a refusal carries the server's code and how long to wait", async () => {
  fetched.mockResolvedValue(answer(429, { code: "too_many_attempts" }, { "Retry-After": "90" }));
  await expect(findMeeting("482917356")).rejects.toMatchObject({ code: "too_many_attempts", retryAfter: 90 });
});

test("a server that cannot be reached is a refusal of its own", async () => {
  fetched.mockRejectedValue(new TypeError("Failed to fetch"));
  await expect(findMeeting("482917356")).rejects.toEqual(new Refusal("offline"));
});

test("an answer that is no JSON, as of a proxy, is our failure and not the code's", async () => {
  fetched.mockResolvedValue(new Response("<h1>502</h1>", { status: 502 }));
  await expect(findMeeting("482917356")).rejects.toMatchObject({ code: "internal" });
});

test("a proof that is asked for is worked out and sent along with the same request", async () => {
  fetched
    .mockResolvedValueOnce(answer(428, { code: "proof_needed", challenge: "abc", difficulty: 9 }))
    .mockResolvedValueOnce(answer(201, { session_id: "s", participant_id: "p", ticket: "p.t" }));
  const admission = await enterMeeting("482917356", "Jan", "nl");
  expect(admission.ticket).toBe("p.t");
  const [first, second] = fetched.mock.calls;
  expect(new Headers(first?.[1]?.headers).has("Samen-Proof")).toBe(false);
  const nonce = solve({ challenge: "abc", difficulty: 9 });
  expect(new Headers(second?.[1]?.headers).get("Samen-Proof")).toBe(`abc.${nonce}`);
  expect(second?.[1]?.body).toBe(first?.[1]?.body);
});

test("a server that never accepts a proof is not asked for ever", async () => {
  fetched.mockImplementation(async () =>
    answer(428, { code: "proof_needed", challenge: "abc", difficulty: 1 }),
  );
  await expect(findMeeting("482917356")).rejects.toMatchObject({ code: "proof_needed" });
  expect(fetched).toHaveBeenCalledTimes(4);
});

test("sending the code again needs no answer's body", async () => {
  fetched.mockResolvedValue(new Response(null, { status: 202 }));
  await expect(sendCodeAgain("jan@example.nl")).resolves.toBeUndefined();
});

test("a ticket lives when the server knows it, and not when it refuses or is away", async () => {
  fetched.mockResolvedValueOnce(answer(200, {}));
  expect(await ticketLives("p.t")).toBe(true);
  expect(new Headers(fetched.mock.calls[0]?.[1]?.headers).get("Authorization")).toBe("Bearer p.t");
  fetched.mockResolvedValueOnce(answer(401, { code: "ticket_unknown" }));
  expect(await ticketLives("p.t")).toBe(false);
  fetched.mockRejectedValueOnce(new TypeError());
  expect(await ticketLives("p.t")).toBe(false);
});
