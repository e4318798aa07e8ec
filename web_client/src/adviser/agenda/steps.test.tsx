/** What can be done with one appointment beside moving and cancelling it: changing it, and planning it anew. */
import { configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chooseLanguage } from "../../i18n";
import type { Appointment } from "../api/agenda";
import { type Answer, type FakeServer, member, open, serve } from "../testing";
import { APPOINTMENT, SERVICE } from "./samples";

const json = (value: unknown): Answer => ({ json: value });

function office(one: Appointment, more: Record<string, Answer> = {}): FakeServer {
  return serve({
    "GET /me": json(member("adviser")),
    "GET /appointments": json({ items: [one], next: null }),
    [`GET /appointments/${one.id}`]: json(one),
    "GET /calendar": json({ appointments: [one], blocks: [], availability: [], advisers: [] }),
    "GET /services": json({ items: [SERVICE], next: null }),
    "GET /agenda-choices": json({ booking: false, my_booking: false, reviews: false, summaries: false }),
    "GET /availability/u1": json({ zone: "", weekly: {}, exceptions: [], version: 0 }),
    "GET /colleagues": json({ items: [{ id: "u1", name: "Marieke de Boer" }] }),
    "GET /free-times": json({ items: [] }),
    ...more,
  });
}

function sent(server: FakeServer, method: string, path: string) {
  return server.sent.filter((each) => each.method === method && each.path === path);
}

async function editing() {
  await userEvent.click(await screen.findByRole("button", { name: "Afspraak wijzigen" }));
  return within(await screen.findByRole("dialog"));
}

configure({ asyncUtilTimeout: 10_000 });
beforeEach(() => chooseLanguage("nl"));
afterEach(() => vi.unstubAllGlobals());

test("A019 another subject, kind or place is saved over the version one saw, and mailed when that is asked", async () => {
  const server = office(APPOINTMENT, { "PATCH /appointments/a1": json({ ...APPOINTMENT, version: 4 }) });
  open("/adviser/agenda?appointment=a1");
  const dialog = await editing();
  expect(dialog.getByRole("button", { name: "Bewaren" }), "nothing that the client sees").toBeTruthy();
  const title = dialog.getByLabelText("Onderwerp");
  await userEvent.clear(title);
  await userEvent.click(dialog.getByRole("button", { name: "Bewaren en mailen" }));
  expect(dialog.getByText("Geef de afspraak een onderwerp.")).toBeTruthy();
  await userEvent.type(title, "Jaargesprek");
  await userEvent.click(dialog.getByRole("radio", { name: "Telefonisch" }));
  await userEvent.type(dialog.getByLabelText("Plaats"), "06 12345678");
  expect(dialog.getByLabelText(/De wijziging mailen naar post@vermeulen.example/)).toHaveProperty(
    "checked",
    true,
  );
  await userEvent.click(dialog.getByRole("button", { name: "Bewaren en mailen" }));
  await waitFor(() =>
    expect(sent(server, "PATCH", "/appointments/a1")[0]?.body).toEqual({
      title: "Jaargesprek",
      kind: "phone",
      place: "06 12345678",
      price_cents: 2500,
      description: "Wat als de rente omhoog gaat?",
      notify: true,
    }),
  );
});

test("A019 of one that is over only words are changed, and the dialog says that nobody is told", async () => {
  const over = { ...APPOINTMENT, status: "completed" as const };
  const server = office(over, { "PATCH /appointments/a1": json({ ...over, version: 4 }) });
  open("/adviser/agenda?appointment=a1");
  const dialog = await editing();
  expect(dialog.queryByRole("radio")).toBeNull();
  expect(dialog.getByText(/De cliënt krijgt hier geen bericht van/)).toBeTruthy();
  await userEvent.type(dialog.getByLabelText("Onderwerp"), " 2");
  await userEvent.click(dialog.getByRole("button", { name: "Bewaren" }));
  await waitFor(() =>
    expect(sent(server, "PATCH", "/appointments/a1")[0]?.body).toMatchObject({
      title: "Hypotheekgesprek 2",
      notify: false,
    }),
  );
});

test("A012 A019 the description is changed in its place, with the same question", async () => {
  const server = office(APPOINTMENT, { "PATCH /appointments/a1": json({ ...APPOINTMENT, version: 4 }) });
  open("/adviser/agenda?appointment=a1");
  await userEvent.click(await screen.findByRole("button", { name: "Omschrijving wijzigen" }));
  const tell = screen.getByLabelText(/De wijziging mailen naar/);
  expect(tell).toHaveProperty("checked", true);
  await userEvent.click(tell);
  await userEvent.type(screen.getByRole("textbox", { name: "Omschrijving" }), " Neem stukken mee.");
  await userEvent.click(screen.getByRole("button", { name: "Bewaren" }));
  await waitFor(() =>
    expect(sent(server, "PATCH", "/appointments/a1")[0]?.body).toEqual({
      description: "Wat als de rente omhoog gaat? Neem stukken mee.",
      notify: false,
    }),
  );
});

test.each(["missed", "failed", "cancelled"] as const)(
  "G008 one that was %s is planned anew with everything but its time, and stays as it was",
  async (status) => {
    const lost = {
      ...APPOINTMENT,
      status,
      title: "Jaargesprek",
      place: "Kamer 3",
      cancelled:
        status === "cancelled" ? { by: "client" as const, reason: "", at: APPOINTMENT.created_at } : null,
    };
    const server = office(lost, { "POST /appointments": json({ ...APPOINTMENT, id: "a2" }) });
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(2026, 10, 24, 9) });
    try {
      open("/adviser/agenda?appointment=a1");
      expect(screen.queryByRole("button", { name: "Verzetten" })).toBeNull();
      await userEvent.click(await screen.findByRole("button", { name: "Opnieuw plannen" }));
      const dialog = within(await screen.findByRole("dialog"));
      expect(dialog.getByText("Jan en Els Vermeulen")).toBeTruthy();
      await userEvent.type(await dialog.findByLabelText("Andere tijd"), "14.15");
      await userEvent.click(dialog.getByRole("button", { name: "Neem deze" }));
      await userEvent.click(dialog.getByRole("button", { name: "Plannen en verzenden" }));
      await waitFor(() =>
        expect(sent(server, "POST", "/appointments")[0]?.body).toMatchObject({
          client_id: "c1",
          service_id: "s1",
          title: "Jaargesprek",
          place: "Kamer 3",
          price_cents: 2500,
          description: "Wat als de rente omhoog gaat?",
          note: "Neem het huishoudplan mee.",
          notify: true,
          replaces: "a1",
        }),
      );
      expect(
        server.sent.filter(({ path, method }) => path.startsWith("/appointments/") && method !== "GET"),
      ).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  },
);

const KARIN = { id: "c7", name: "Karin Bos", caption: "", email: "karin@bos.example", email_blocked: false };

test("A019 another client is said with what it means for both, and both are mailed", async () => {
  const server = office(APPOINTMENT, {
    "PATCH /appointments/a1": json({ ...APPOINTMENT, version: 4 }),
    "GET /clients": json({ items: [KARIN], next: null, found: 1, total: 1, letters: [] }),
  });
  open("/adviser/agenda?appointment=a1");
  const dialog = await editing();
  await userEvent.click(dialog.getByRole("button", { name: "Andere cliënt kiezen" }));
  await userEvent.click(dialog.getByRole("button", { name: "Bewaren" }));
  expect(sent(server, "PATCH", "/appointments/a1")).toEqual([]);
  await userEvent.type(dialog.getByLabelText("Cliënt"), "Karin");
  await userEvent.click(await screen.findByRole("option", { name: /Karin Bos/, hidden: true }));
  expect(dialog.getByText(/De code en de links van Jan en Els Vermeulen werken niet meer/)).toBeTruthy();
  const both = dialog.getByLabelText(/Beiden mailen/);
  expect(both).toHaveProperty("checked", true);
  expect(dialog.getByText(/Karin Bos krijgt een uitnodiging/)).toBeTruthy();
  await userEvent.click(dialog.getByRole("button", { name: "Bewaren en mailen" }));
  await waitFor(() =>
    expect(sent(server, "PATCH", "/appointments/a1")[0]?.body).toMatchObject({
      client_id: "c7",
      notify: true,
    }),
  );
});

test("G014 of two of which one was planned anew for the other, each leads to the other", async () => {
  const other = { id: "a2", start: APPOINTMENT.start, status: "scheduled" as const, adviser_id: "u1" };
  office({ ...APPOINTMENT, status: "missed", replaced_by: other });
  open("/adviser/agenda?appointment=a1");
  expect(await screen.findByText(/Opnieuw gepland:/, { selector: "dd" })).toBeTruthy();
  const way = screen.getByRole("link", { name: /ma 23 nov/ });
  expect(way.getAttribute("href")).toBe("/adviser/agenda?date=2026-11-23&appointment=a2");
});

test("one of a colleague that was planned for it is named, and not opened", async () => {
  const other = { id: "a2", start: null, status: "planning" as const, adviser_id: "u9" };
  office({ ...APPOINTMENT, replaces: other });
  open("/adviser/agenda?appointment=a1");
  expect(await screen.findByText(/In plaats van nog zonder tijd/, { selector: "dd" })).toBeTruthy();
});
