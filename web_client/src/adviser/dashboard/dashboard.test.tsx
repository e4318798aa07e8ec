/** The page that an adviser keeps open: the day, what waits, and what Ctrl K finds. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { chooseLanguage } from "../../i18n";
import type { Appointment } from "../api/agenda";
import { member, open, serve, session } from "../testing";

const patience = { timeout: 10_000 };
const NONE = { json: { items: [], next: null } };

beforeEach(() => chooseLanguage("nl"));

function appointment(change: Partial<Appointment> = {}): Appointment {
  const start = new Date(Date.now() + 12 * 60_000);
  return {
    id: "a1",
    version: 1,
    client: { id: "c1", name: "Jan en Els Vermeulen", emails: ["post@vermeulen.example"] },
    guest: null,
    service: { id: "v1", name: "Hypotheekgesprek", colour: "#155C47", kind: "video" },
    kind: "video",
    title: "Hypotheekgesprek",
    start: start.toISOString(),
    end: new Date(start.getTime() + 3_600_000).toISOString(),
    all_day: false,
    zone: "Europe/Amsterdam",
    adviser: { id: "u1", name: "Marieke de Boer" },
    place: "",
    price_cents: null,
    currency: "EUR",
    description: "",
    note: "",
    status: "starting_soon",
    live: false,
    inside: [],
    needs_outcome: false,
    counter_text: "",
    seats: null,
    session_id: "s9",
    code: "482917356",
    code_sent_at: null,
    options: [],
    review: null,
    summary: null,
    reminders: [],
    cancelled: null,
    replaces: null,
    replaced_by: null,
    failed_reason: "",
    uid: "u",
    created_at: start.toISOString(),
    ...change,
  };
}

const COUNTERED = appointment({
  id: "a2",
  client: { id: "c2", name: "Tom van der Wal", emails: [] },
  status: "planning",
  start: null,
  end: null,
  options: [
    {
      id: "o1",
      start: "2026-12-01T09:00:00Z",
      end: "2026-12-01T10:00:00Z",
      state: "open",
      by: "client",
    },
  ],
});

function serving(items: readonly Appointment[]) {
  return serve({
    "GET /me": { json: member("adviser") },
    "GET /sessions": { json: { items: [session()], next: null } },
    "GET /envelopes": NONE,
    "GET /appointments": { json: { items, next: null } },
    "GET /documents": {
      json: {
        items: [
          {
            id: "d1",
            name: "Jaaropgave.pdf",
            client: { id: "c1", name: "Jan en Els Vermeulen" },
            created_at: "2026-11-20T09:00:00Z",
            seen: false,
          },
        ],
        next: null,
      },
    },
    "GET /clients": {
      json: { items: [{ id: "c3", name: "Fatima el Idrissi", caption: "Nieuwegein" }], next: null },
    },
    "POST /appointments/a1/start": { json: { session_id: "s9" } },
  });
}

test("the day's first appointment stands out, and its button opens the session in a new tab", async () => {
  const server = serving([appointment()]);
  const tab = { location: { replace: vi.fn() }, close: vi.fn() };
  vi.stubGlobal("open", () => tab);
  open("/adviser");
  const start = await screen.findByRole(
    "button",
    { name: "Sessie starten met Jan en Els Vermeulen" },
    patience,
  );
  expect(screen.getByText(/Eén afspraak\. De eerstvolgende begint over \d+ minuten\./)).toBeDefined();
  await userEvent.click(start);
  await waitFor(() => expect(tab.location.replace).toHaveBeenCalledWith("/session/s9"));
  expect(server.sent.some(({ path }) => path === "/appointments/a1/start")).toBe(true);
});

test("a session that cannot be opened says why, and leaves no empty tab behind", async () => {
  const server = serving([appointment()]);
  server.answer("POST /appointments/a1/start", { status: 503, code: "busy" });
  const tab = { location: { replace: vi.fn() }, close: vi.fn() };
  vi.stubGlobal("open", () => tab);
  open("/adviser");
  await userEvent.click(
    await screen.findByRole("button", { name: "Sessie starten met Jan en Els Vermeulen" }, patience),
  );
  expect(await screen.findByText(/Het is nu druk/, {}, patience)).toBeDefined();
  expect(tab.close).toHaveBeenCalled();
});

test("what waits for the adviser is counted and leads there", async () => {
  serving([COUNTERED]);
  open("/adviser");
  const card = await screen.findByRole("region", { name: "Wacht op u" }, patience);
  expect(
    await within(card).findByRole("link", { name: /Tegenvoorstel bekijken\s*Tom van der Wal/ }),
  ).toBeDefined();
  const received = within(card).getByRole("link", { name: /Ontvangen: Jaaropgave\.pdf/ });
  expect(received.getAttribute("href")).toBe("/adviser/clients/c1/documents");
  expect(within(card).getByText("2 punten")).toBeDefined();
});

test("an empty day says what to do next", async () => {
  serving([]);
  open("/adviser");
  expect(await screen.findByText("Vandaag staat er niets gepland", {}, patience)).toBeDefined();
  expect(screen.getByRole("link", { name: "Afspraak plannen" }).getAttribute("href")).toBe(
    "/adviser/agenda?new=appointment",
  );
});

test("Ctrl K finds clients, appointments and documents while somebody types", async () => {
  serving([appointment()]);
  const router = open("/adviser");
  await screen.findByRole("heading", { name: /Marieke/ }, patience);
  await userEvent.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole("combobox", { name: "Zoek cliënt, afspraak of document" }, patience);
  await userEvent.type(field, "fatima");
  const hit = await screen.findByRole("option", { name: /Fatima el Idrissi\s*Nieuwegein/ }, patience);
  await userEvent.click(hit);
  await waitFor(() => expect(router.state.location.pathname).toBe("/adviser/clients/c3"), patience);
});
