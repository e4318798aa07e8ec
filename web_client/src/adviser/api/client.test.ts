/** The client of the REST: what goes out, and how every failure comes back as one refusal. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { isPassing, Refusal, refusalOf, request } from "./client";

const fetched = vi.fn<typeof fetch>();

function answers(body: unknown, init: ResponseInit = {}): void {
  vi.stubGlobal("fetch", fetched);
  fetched.mockResolvedValue(new Response(body === undefined ? null : JSON.stringify(body), init));
}

async function refusalFrom(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

afterEach(() => {
  fetched.mockReset();
});

describe("a request", () => {
  test("sends JSON with the cookie and gives the answer back", async () => {
    answers({ name: "Lindelaan" });
    const answer = await request<{ name: string }>("PATCH", "/organisation", { body: { phone: "030" } });
    expect(answer).toEqual({ name: "Lindelaan" });
    const [address, init] = fetched.mock.calls[0]!;
    expect(address).toBe("/api/v1/organisation");
    expect(init).toMatchObject({ method: "PATCH", credentials: "same-origin", body: '{"phone":"030"}' });
    expect(new Headers(init?.headers).get("Content-Type")).toBe("application/json");
  });

  test("leaves unknown parts of the query out and escapes the others", async () => {
    answers({ items: [] });
    await request("GET", "/sessions", { query: { scope: "all", cursor: undefined, q: "a&b" } });
    expect(fetched.mock.calls[0]![0]).toBe("/api/v1/sessions?scope=all&q=a%26b");
  });

  test("sends a file as it is, with its own type", async () => {
    answers({ id: "1" });
    const file = new Blob(["x"], { type: "image/png" });
    await request("PUT", "/organisation/logo", { file });
    const init = fetched.mock.calls[0]![1];
    expect(init?.body).toBe(file);
    expect(new Headers(init?.headers).get("Content-Type")).toBe("image/png");
  });

  test.each([202, 204])("takes %i as done, without reading a body", async (status) => {
    answers(undefined, { status });
    await expect(request("POST", "/auth/forgot", { body: {} })).resolves.toBeUndefined();
  });
});

describe("a refusal", () => {
  test("carries the server's code, its fields and its numbers", async () => {
    answers(
      {
        code: "invalid_input",
        status: 422,
        title: "Something is not right.",
        errors: [{ field: "email", message: "no" }, { field: "name", message: "no" }, "garbled"],
        limit: 25,
      },
      { status: 422 },
    );
    const refusal = await refusalFrom(request("POST", "/invitations", { body: {} }));
    expect(refusal.code).toBe("invalid_input");
    expect(refusal.status).toBe(422);
    expect(refusal.fields).toEqual(["email", "name"]);
    expect(refusal.parameters).toMatchObject({ limit: 25 });
  });

  test("tells how long to wait when the server says so", async () => {
    answers({ code: "too_many_attempts" }, { status: 429, headers: { "Retry-After": "42" } });
    const refusal = await refusalFrom(request("POST", "/auth/sign-in", { body: {} }));
    expect(refusal.parameters).toMatchObject({ seconds: 42 });
  });

  test("of a proxy without our JSON is an internal one", async () => {
    vi.stubGlobal("fetch", fetched);
    fetched.mockResolvedValue(new Response("<html>Bad gateway</html>", { status: 502 }));
    const refusal = await refusalFrom(request("GET", "/me"));
    expect([refusal.code, refusal.status]).toEqual(["internal", 502]);
    expect(isPassing(refusal)).toBe(true);
  });

  test("follows when a success holds no JSON", async () => {
    vi.stubGlobal("fetch", fetched);
    fetched.mockResolvedValue(new Response("hello", { status: 200 }));
    expect((await refusalFrom(request("GET", "/me"))).code).toBe("internal");
  });

  test("without a line is called offline, and may be tried again", async () => {
    vi.stubGlobal("fetch", fetched);
    fetched.mockRejectedValue(new TypeError("Failed to fetch"));
    const refusal = await refusalFrom(request("GET", "/me"));
    expect(refusal.code).toBe("offline");
    expect(isPassing(refusal)).toBe(true);
  });

  test("is no refusal when the page itself gave up", async () => {
    vi.stubGlobal("fetch", fetched);
    const stop = new AbortController();
    fetched.mockImplementation(async () => {
      stop.abort();
      throw new DOMException("gone", "AbortError");
    });
    await expect(request("GET", "/me", { signal: stop.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  test("that the person caused is not tried again", () => {
    expect(isPassing(new Refusal("wrong_credentials", 401))).toBe(false);
    expect(isPassing(new Refusal("not_found", 404))).toBe(false);
  });

  test("stands for any other error too", () => {
    expect(refusalOf(new Error("our bug")).code).toBe("internal");
  });
});
