/** The adviser's pages as people meet them: who comes in where, what is refused, what is sent. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { chooseLanguage } from "../i18n";
import { member, NOBODY, ORGANISATION, open, serve, session } from "./testing";

const patience = { timeout: 10_000 };
const ONE_PAGE = { items: [session()], next: null };

beforeEach(() => chooseLanguage("nl"));

describe("visitors", () => {
  test.each(["/adviser", "/adviser/sessions", "/adviser/settings/office"])(
    "get the sign-in page at %s, and keep the address",
    async (address) => {
      serve({ "GET /me": NOBODY });
      const router = open(address);
      expect(await screen.findByRole("heading", { name: "Welkom terug" }, patience)).toBeDefined();
      expect(router.state.location.pathname).toBe(address);
      expect(screen.queryByRole("navigation", { name: "Pagina's" })).toBeNull();
    },
  );

  test("may read the help without an account", async () => {
    serve({ "GET /me": NOBODY });
    open("/help/joining");
    expect(
      await screen.findByRole("heading", { level: 1, name: "Meedoen met een gesprek" }, patience),
    ).toBeDefined();
  });

  test("hear that the server is away, and can try again", async () => {
    const server = serve({ "GET /me": { status: 400, code: "busy" } });
    open("/adviser");
    const again = await screen.findByRole("button", { name: "Opnieuw proberen" }, patience);
    expect(screen.getByText(/Het is nu druk/)).toBeDefined();
    server.answer("GET /me", NOBODY);
    await userEvent.click(again);
    expect(await screen.findByRole("heading", { name: "Welkom terug" }, patience)).toBeDefined();
  });
});

describe("signing in", () => {
  async function fill(email: string, password: string) {
    await userEvent.type(await screen.findByLabelText("E-mailadres", {}, patience), email);
    await userEvent.type(screen.getByLabelText("Wachtwoord"), password);
    await userEvent.click(screen.getByRole("button", { name: "Aanmelden" }));
  }

  test("sends nothing while fields are empty, and says what is missing", async () => {
    const { sent } = serve({ "GET /me": NOBODY });
    open("/adviser");
    await userEvent.click(await screen.findByRole("button", { name: "Aanmelden" }, patience));
    expect(screen.getByText(/geen volledig e-mailadres/)).toBeDefined();
    expect(screen.getByText("Vul uw wachtwoord in.")).toBeDefined();
    expect(document.activeElement).toBe(screen.getByLabelText("E-mailadres"));
    expect(sent.some(({ method }) => method === "POST")).toBe(false);
  });

  test("refuses wrong words with a sentence, and lets right ones in", async () => {
    const server = serve({
      "GET /me": NOBODY,
      "POST /auth/sign-in": { status: 401, code: "wrong_credentials" },
      "GET /sessions": { json: ONE_PAGE },
    });
    open("/adviser/sessions");
    await fill("marieke@lindelaan.example", "verkeerd");
    expect((await screen.findByRole("alert")).textContent).toContain(
      "Het e-mailadres of het wachtwoord klopt niet.",
    );
    server.answer("POST /auth/sign-in", { json: member("adviser") });
    await userEvent.click(screen.getByRole("button", { name: "Aanmelden" }));
    expect(await screen.findByRole("heading", { name: "Gesprekken" }, patience)).toBeDefined();
    expect(await screen.findByText("Henk Postma", {}, patience)).toBeDefined();
  });

  test("asks for the app's code when the account wants one, and sends it along", async () => {
    const server = serve({ "GET /me": NOBODY, "POST /auth/sign-in": { status: 401, code: "totp_required" } });
    open("/adviser");
    await fill("marieke@lindelaan.example", "paarse fiets op zolder");
    const code = await screen.findByLabelText("Code uit de app", {}, patience);
    expect(screen.queryByText("Vul de code in.")).toBeNull();
    await userEvent.type(code, "123456");
    await userEvent.click(screen.getByRole("button", { name: "Aanmelden" }));
    await waitFor(() =>
      expect(server.sent.filter(({ method }) => method === "POST").at(-1)?.body).toEqual({
        email: "marieke@lindelaan.example",
        password: "paarse fiets op zolder",
        totp: "123456",
      }),
    );
  });

  test("a sign-in that was ended elsewhere shows the sign-in page", async () => {
    serve({ "GET /me": { json: member("adviser") }, "GET /sessions": NOBODY });
    open("/adviser/sessions");
    expect(await screen.findByRole("heading", { name: "Welkom terug" }, patience)).toBeDefined();
  });

  test("forgetting a password gives the same answer for every address", async () => {
    serve({ "GET /me": NOBODY, "POST /auth/forgot": { json: undefined } });
    open("/adviser/forgot");
    await userEvent.type(await screen.findByLabelText("E-mailadres", {}, patience), "wie@dan.ook");
    await userEvent.click(screen.getByRole("button", { name: "Stuur mij een link" }));
    expect((await screen.findByRole("status")).textContent).toContain("Hoort wie@dan.ook bij een account");
  });
});

describe("starting a session", () => {
  test("F007 F008 the icon at the top left opens the room in a new tab", async () => {
    serve({ "GET /me": { json: member("adviser") }, "GET /sessions": { json: ONE_PAGE } });
    const opened = vi.spyOn(window, "open").mockReturnValue(window);
    open("/adviser/sessions");
    const [start] = await screen.findAllByRole("button", { name: "Sessie starten" }, patience);
    await userEvent.click(start!);
    expect(opened).toHaveBeenCalledWith("/session/new", "_blank");
    expect(screen.queryByRole("link", { name: "Open de sessie met deze link" })).toBeNull();
  });

  test("F008 a stopped tab leaves a plain link", async () => {
    serve({ "GET /me": { json: member("adviser") }, "GET /sessions": { json: ONE_PAGE } });
    vi.spyOn(window, "open").mockReturnValue(null);
    open("/adviser/sessions");
    const [start] = await screen.findAllByRole("button", { name: "Sessie starten" }, patience);
    await userEvent.click(start!);
    const link = await screen.findByRole("link", { name: "Open de sessie met deze link" });
    expect(link.getAttribute("href")).toBe("/session/new");
  });
});

describe("roles", () => {
  test("A003 an administrator has the tabs Mijn and Iedereen, and asks the server for all", async () => {
    const { sent } = serve({ "GET /me": { json: member("admin") }, "GET /sessions": { json: ONE_PAGE } });
    open("/adviser/sessions");
    expect(await screen.findByRole("tab", { name: "Mijn" }, patience)).toBeDefined();
    const before = sent.filter(({ path }) => path === "/sessions").length;
    await userEvent.click(screen.getByRole("tab", { name: "Iedereen" }));
    await waitFor(() =>
      expect(sent.filter(({ path }) => path === "/sessions").length).toBeGreaterThan(before),
    );
  });

  test("A004 others see their own sessions, without tabs", async () => {
    serve({ "GET /me": { json: member("adviser") }, "GET /sessions": { json: ONE_PAGE } });
    open("/adviser/sessions");
    expect(await screen.findByText("Henk Postma", {}, patience)).toBeDefined();
    expect(screen.queryByRole("tab")).toBeNull();
  });

  test("the office's settings are closed to advisers, and nothing is asked for them", async () => {
    const { sent } = serve({ "GET /me": { json: member("adviser") } });
    open("/adviser/settings/office");
    expect(
      await screen.findByRole("heading", { name: "Deze instellingen zijn voor beheerders" }, patience),
    ).toBeDefined();
    expect(sent.some(({ path }) => path === "/organisation")).toBe(false);
  });
});

describe("the office's settings", () => {
  async function openOffice() {
    const server = serve({
      "GET /me": { json: member("admin") },
      "GET /organisation": { json: ORGANISATION },
      "PATCH /organisation": { json: { ...ORGANISATION, phone: "030 1" } },
    });
    open("/adviser/settings/office");
    const phone = await screen.findByLabelText("Telefoonnummer", {}, patience);
    return { server, phone };
  }

  test("refuse letters in a telephone number before the server is asked", async () => {
    const { server, phone } = await openOffice();
    await userEvent.clear(phone);
    await userEvent.type(phone, "bel mij");
    await userEvent.click(screen.getByRole("button", { name: "Bewaren" }));
    expect(await screen.findByText(/Gebruik alleen cijfers/)).toBeDefined();
    expect(document.activeElement).toBe(phone);
    expect(server.sent.some(({ method }) => method === "PATCH")).toBe(false);
  });

  test("send only what was changed", async () => {
    const { server, phone } = await openOffice();
    await userEvent.clear(phone);
    await userEvent.type(phone, "030 1");
    await userEvent.click(screen.getByRole("button", { name: "Bewaren" }));
    await waitFor(() =>
      expect(server.sent.find(({ method }) => method === "PATCH")?.body).toEqual({ phone: "030 1" }),
    );
    expect(await screen.findByText("Alles is bewaard")).toBeDefined();
  });

  test("ask once before changes are left behind", async () => {
    const { phone } = await openOffice();
    await userEvent.type(phone, "9");
    await userEvent.click(within(screen.getByRole("main")).getByRole("link", { name: "Instellingen" }));
    const question = await screen.findByRole("dialog", {}, patience);
    expect(within(question).getByText("Weggaan zonder te bewaren?")).toBeDefined();
    await userEvent.click(within(question).getByRole("button", { name: "Hier blijven" }));
    expect(screen.getByLabelText<HTMLInputElement>("Telefoonnummer").value).toBe("030 555 01 489");
  });
});

describe("what an administrator does for others", () => {
  const colleague = {
    ...member("adviser").user,
    id: "u2",
    name: "Bob Smit",
    email: "bob@x.example",
    active: true,
  };

  test("turns off the second step of a colleague, after one question, and not the own one", async () => {
    const me = { ...member("admin").user, name: "Ann de Wit", active: true, totp_enabled: true };
    const bob = { ...colleague, totp_enabled: true };
    const { sent } = serve({
      "GET /me": { json: { ...member("admin"), user: me } },
      "GET /users": { json: { items: [me, bob] } },
      "GET /invitations": { json: { items: [] } },
      "PATCH /users/u2": { json: { ...bob, totp_enabled: false } },
    });
    open("/adviser/settings/colleagues");
    await userEvent.click(await screen.findByRole("button", { name: "Acties voor Ann de Wit" }, patience));
    await screen.findByRole("menuitem", { name: "Toegang intrekken", hidden: true });
    expect(screen.queryAllByRole("menuitem", { name: "Tweede stap uitzetten", hidden: true })).toHaveLength(
      0,
    );
    await userEvent.keyboard("{Escape}");
    await userEvent.click(screen.getByRole("button", { name: "Acties voor Bob Smit" }));
    await userEvent.click(
      await screen.findByRole("menuitem", { name: "Tweede stap uitzetten", hidden: true }),
    );
    expect(sent.some(({ method }) => method === "PATCH")).toBe(false);
    await userEvent.click(
      await within(await screen.findByRole("dialog", {}, patience)).findByRole("button", {
        name: "Tweede stap uitzetten",
      }),
    );
    await waitFor(() =>
      expect(sent.find(({ method }) => method === "PATCH")).toEqual({
        method: "PATCH",
        path: "/users/u2",
        body: { totp_enabled: false },
      }),
    );
  });

  const mail = {
    id: "m1",
    kind: "invitation",
    recipient: "bob@x.example",
    recipient_name: "",
    language: "nl",
    subject: "Uitnodiging",
    status: "failed",
    tries: 1,
    error: "refused_554",
    created_at: "2026-11-20T09:00:00Z",
    sent_at: null,
    text: "Welkom",
    html: "<p>Welkom</p>",
  };

  test("sends a mail again that failed", async () => {
    const server = serve({
      "GET /me": { json: member("admin") },
      "GET /outbox": { json: { items: [mail], next: null, sends: true } },
      "GET /outbox/m1": { json: mail },
      "POST /outbox/m1/again": { json: { ...mail, status: "queued", error: null, tries: 0 } },
    });
    open("/adviser/settings/mail?mail=m1");
    await userEvent.click(await screen.findByRole("button", { name: "Opnieuw sturen" }, patience));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Opnieuw sturen" })).toBeNull());
    expect(server.sent.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([
      "/outbox/m1/again",
    ]);
  });

  test("is offered no sending where no mail server is set", async () => {
    const kept = { ...mail, status: "kept", error: null };
    serve({
      "GET /me": { json: member("admin") },
      "GET /outbox": { json: { items: [kept], next: null, sends: false } },
      "GET /outbox/m1": { json: kept },
    });
    open("/adviser/settings/mail?mail=m1");
    expect(
      await screen.findByText(/deze e-mail is niet verstuurd|niet vertrokken|Geef/, {}, patience),
    ).toBeDefined();
    expect(screen.queryByRole("button", { name: "Opnieuw sturen" })).toBeNull();
  });
});

describe("links that work once", () => {
  test("a used invitation says so and shows no form", async () => {
    serve({ "GET /me": NOBODY, "GET /invitations/abc": { status: 410, code: "link_used" } });
    open("/invite/abc");
    expect((await screen.findByRole("alert", {}, patience)).textContent).toContain(
      "Deze link is al gebruikt.",
    );
    expect(screen.queryByLabelText("Wachtwoord")).toBeNull();
  });

  test("the first administrator's password may not be short", async () => {
    const { sent } = serve({ "GET /me": NOBODY, "GET /setup/abc": { json: { ready: true } } });
    open("/setup/abc");
    await userEvent.type(await screen.findByLabelText("Naam van het kantoor", {}, patience), "Lindelaan");
    await userEvent.type(screen.getByLabelText("Uw naam"), "Marieke");
    await userEvent.type(screen.getByLabelText("E-mailadres"), "m@lindelaan.example");
    await userEvent.type(screen.getByLabelText("Wachtwoord"), "kort");
    await userEvent.click(screen.getByRole("button", { name: "Kantoor maken" }));
    expect(screen.getAllByText(/minstens 10 tekens/).length).toBeGreaterThan(0);
    expect(sent.some(({ method }) => method === "POST")).toBe(false);
  });
});

describe("a session's page", () => {
  const RECORD = {
    entries: [
      {
        seq: 1,
        at: Date.parse("2026-11-20T09:00:00Z"),
        actor: "system",
        events: [
          {
            type: "session_opened",
            organisation_id: "o1",
            lobby: false,
            chat_history: true,
            max_participants: 8,
          },
          {
            type: "participant_entered",
            participant_id: "p2",
            name: "Henk Postma",
            role: "client",
            language: "nl",
          },
        ],
      },
      {
        seq: 2,
        at: Date.parse("2026-11-20T09:01:00Z"),
        actor: "p2",
        events: [{ type: "chat_sent", message_id: "m1", participant_id: "p2", text: "Geheim" }],
      },
      { seq: 3, at: Date.parse("2026-11-20T09:02:00Z"), actor: "p9", events: [{ type: "from_the_future" }] },
    ],
  };

  test("tells what happened, counts messages without repeating them, and offers the downloads", async () => {
    serve({
      "GET /me": { json: member("adviser") },
      "GET /sessions/s1": { json: session() },
      "GET /sessions/s1/record.json": { json: RECORD },
    });
    open("/adviser/sessions/s1");
    expect(await screen.findByText("Henk Postma kwam binnen.", {}, patience)).toBeDefined();
    expect(screen.queryByText(/Geheim/)).toBeNull();
    expect(screen.getByRole("link", { name: "Chat, 1 bericht" }).getAttribute("href")).toBe(
      "/api/v1/sessions/s1/chat.txt",
    );
    expect(screen.getByRole("link", { name: "Verslag als PDF" })).toBeDefined();
    expect(screen.queryByRole("button", { name: "Sessie beëindigen" })).toBeNull();
  });

  test("F028 asks once before it ends a running session", async () => {
    const running = session({ ended_at: null, end_reason: null, code: "482917356" });
    const server = serve({
      "GET /me": { json: member("adviser") },
      "GET /sessions/s1": { json: running },
      "GET /sessions/s1/record.json": { json: RECORD },
      "POST /sessions/s1/end": { json: undefined },
    });
    open("/adviser/sessions/s1");
    await userEvent.click(await screen.findByRole("button", { name: "Sessie beëindigen" }, patience));
    const question = await screen.findByRole("dialog", {}, patience);
    expect(server.sent.some(({ path }) => path.endsWith("/end"))).toBe(false);
    await userEvent.click(within(question).getByRole("button", { name: "Beëindigen" }));
    await waitFor(() => expect(server.sent.some(({ path }) => path.endsWith("/end"))).toBe(true));
  });
});
