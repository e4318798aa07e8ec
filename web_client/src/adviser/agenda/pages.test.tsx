/** The agenda's pages as people use them: overview, drawer, new appointment, settings. */
import { configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chooseLanguage } from "../../i18n";
import type { Appointment } from "../api/agenda";
import { type Answer, type FakeServer, member, open, serve } from "../testing";
import { APPOINTMENT, moment, OPTIONS, SERVICE } from "./samples";

const CHOICES = {
  booking: true,
  my_booking: true,
  slug: "lindelaan",
  booking_url: "https://samen.example/book/lindelaan",
  reviews: true,
  summaries: true,
  closed_on_holidays: true,
  time_zone: "Europe/Amsterdam",
  country: "NL",
};
const HOURS = { zone: "", weekly: { "0": [["09:00", "17:00"]] }, exceptions: [], version: 0 };
const COLLEAGUES = [
  { id: "u1", name: "Marieke de Boer" },
  { id: "u2", name: "Pieter Jansen" },
];

const json = (value: unknown): Answer => ({ json: value });
const list = (...items: unknown[]) => json({ items, next: null });

function appointment(change: Partial<Appointment> = {}): Appointment {
  return { ...APPOINTMENT, ...change };
}

/** Whole addresses and headers of what the pages asked. */
const asked: { readonly address: string; readonly headers: Headers; readonly method: string }[] = [];

/** The office with these appointments, as its administrator unless told otherwise. */
function office(
  appointments: readonly Appointment[] = [APPOINTMENT],
  more: Record<string, Answer> = {},
  role: "admin" | "adviser" = "admin",
): FakeServer {
  const server = serve({
    "GET /me": json(member(role)),
    "GET /appointments": list(...appointments),
    ...Object.fromEntries(appointments.map((one) => [`GET /appointments/${one.id}`, json(one)])),
    "GET /calendar": json({ appointments, blocks: [], availability: [], advisers: COLLEAGUES.slice(0, 1) }),
    "GET /services": list(SERVICE),
    "GET /agenda-choices": json(CHOICES),
    "GET /availability/u1": json(HOURS),
    "GET /colleagues": json({ items: COLLEAGUES }),
    "GET /free-times": json({ items: [] }),
    "GET /calendar-feed": json({ url: null }),
    "GET /caldav": json({ url: "", username: "", state: "off", error: "", last_at: null }),
    ...more,
  });
  const answer = fetch;
  asked.length = 0;
  vi.stubGlobal("fetch", (address: string, init: RequestInit = {}) => {
    asked.push({ address, headers: new Headers(init.headers), method: init.method ?? "GET" });
    return answer(address, init);
  });
  return server;
}

function sent(server: FakeServer, method: string, path: string) {
  return server.sent.filter((one) => one.method === method && one.path === path);
}

// Pages come when they are asked for, which takes a moment on a busy machine.
configure({ asyncUtilTimeout: 10_000 });
beforeEach(() => chooseLanguage("nl"));
afterEach(() => vi.unstubAllGlobals());

const row = async (name: string) => {
  const button = await screen.findByRole("button", { name: `Meer over ${name}` });
  const line = button.closest("li");
  if (line === null) throw new Error("a row stands in a list");
  return line;
};

test("A001 A006 the overview shows of each appointment the guest, the address, the type, the status and the date", async () => {
  office();
  open("/adviser/appointments");
  const line = within(await row("Jan en Els Vermeulen"));
  expect(line.getByText("post@vermeulen.example")).toBeTruthy();
  expect(line.getByText("Hypotheekgesprek")).toBeTruthy();
  expect(line.getByText("Videogesprek, samen kijken")).toBeTruthy();
  expect(line.getByText("Gepland")).toBeTruthy();
  expect(line.getByText(/ma 23 nov/)).toBeTruthy();
});

test("A002 A003 an administrator sees own appointments and, in the other tab, those of everybody", async () => {
  const server = office();
  open("/adviser/appointments");
  await row("Jan en Els Vermeulen");
  expect(asked.some(({ address }) => address.includes("/appointments?scope=mine"))).toBe(true);
  await userEvent.click(screen.getByRole("tab", { name: "Iedereen" }));
  await waitFor(() => expect(server.sent.filter(({ path }) => path === "/appointments").length).toBe(2));
  expect(await screen.findByText(/Marieke de Boer$/, { selector: ".g-row-kind span" })).toBeTruthy();
});

test("A004 an adviser has no tabs, and asks for the own appointments only", async () => {
  office([APPOINTMENT], {}, "adviser");
  open("/adviser/appointments?scope=all");
  await row("Jan en Els Vermeulen");
  expect(screen.queryByRole("tab")).toBeNull();
  expect(asked.some(({ address }) => address.includes("scope=all"))).toBe(false);
});

test("A005 the rows stand in the order of the server, which is the newest conversation first", async () => {
  office([
    appointment({
      id: "late",
      start: moment(3, 9),
      end: moment(3, 10),
      client: { id: "c2", name: "Later", emails: [] },
    }),
    appointment({ id: "early", client: { id: "c3", name: "Eerder", emails: [] } }),
  ]);
  open("/adviser/appointments");
  await row("Later");
  const names = screen
    .getAllByRole("button", { name: /^Meer over/ })
    .map((one) => one.getAttribute("aria-label"));
  expect(names).toEqual(["Meer over Later", "Meer over Eerder"]);
});

test("A007 A008 A009 A011 A012 the plus sign shows code, client and description, the minus sign hides them", async () => {
  office();
  open("/adviser/appointments");
  const line = await row("Jan en Els Vermeulen");
  const plus = within(line).getByRole("button", { name: "Meer over Jan en Els Vermeulen" });
  expect(plus.getAttribute("aria-expanded")).toBe("false");
  await userEvent.click(plus);
  const code = within(line).getByRole("region", { name: "Toegangscode" });
  expect(within(code).getByText("482 917 356")).toBeTruthy();
  expect(within(line).getByRole("link", { name: "Jan en Els Vermeulen" }).getAttribute("href")).toBe(
    "/adviser/clients/c1",
  );
  expect(within(line).getByText("Wat als de rente omhoog gaat?")).toBeTruthy();
  const minus = within(line).getByRole("button", { name: "Minder over Jan en Els Vermeulen" });
  await userEvent.click(minus);
  expect(within(line).queryByRole("region", { name: "Toegangscode" })).toBeNull();
});

test("A010 the code is mailed again after a question that says to whom", async () => {
  const server = office([APPOINTMENT], { "POST /appointments/a1/resend-code": json({ mail_id: "m1" }) });
  open("/adviser/agenda?appointment=a1");
  await userEvent.click(await screen.findByRole("button", { name: "Code opnieuw mailen" }));
  expect(await screen.findByText(/post@vermeulen.example krijgt de code/)).toBeTruthy();
  expect(sent(server, "POST", "/appointments/a1/resend-code")).toHaveLength(0);
  await userEvent.click(screen.getByRole("button", { name: "Mailen" }));
  // On the page, and for who listens.
  expect(await screen.findAllByText("Opnieuw gemaild naar post@vermeulen.example")).not.toHaveLength(0);
  expect(sent(server, "POST", "/appointments/a1/resend-code")).toHaveLength(1);
});

test("A013 A015 after the meeting there are the client's review and a summary to write and send", async () => {
  const done = appointment({
    status: "completed",
    review: { stars: 4, text: "Alles was te volgen.", at: moment(0, 13) },
  });
  const server = office([done], { "POST /appointments/a1/summary": json({ ...done, version: 4 }) });
  open("/adviser/agenda?appointment=a1");
  expect(await screen.findByText("Alles was te volgen.")).toBeTruthy();
  await userEvent.type(screen.getByLabelText("Samenvatting voor de cliënt"), "We kiezen tien jaar vast.");
  await userEvent.click(screen.getByRole("button", { name: "Versturen" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(dialog.getByRole("button", { name: "Versturen" }));
  await waitFor(() =>
    expect(sent(server, "POST", "/appointments/a1/summary")[0]?.body).toEqual({
      text: "We kiezen tien jaar vast.",
      send: true,
    }),
  );
});

test("A013 A015 without the add-ons there is nothing of a review or a summary", async () => {
  office([appointment({ status: "completed" })], {
    "GET /agenda-choices": json({ ...CHOICES, reviews: false, summaries: false }),
  });
  open("/adviser/agenda?appointment=a1");
  await screen.findByRole("complementary", { name: "Jan en Els Vermeulen" });
  expect(screen.queryByText("Beoordeling")).toBeNull();
  expect(screen.queryByLabelText("Samenvatting voor de cliënt")).toBeNull();
});

test("A014 A016 A017 an administrator switches the add-ons, an adviser sees that only an administrator can", async () => {
  const server = office([], { "PUT /agenda-choices": json({ ...CHOICES, reviews: false }) });
  open("/adviser/settings/agenda");
  await userEvent.click(await screen.findByRole("switch", { name: /Reviews/ }));
  await waitFor(() => expect(sent(server, "PUT", "/agenda-choices")[0]?.body).toEqual({ reviews: false }));
  expect(screen.getByRole("switch", { name: /Samenvattingen/ }).hasAttribute("disabled")).toBe(false);
});

test("A017 an adviser cannot switch add-ons, and reads who can", async () => {
  office([], {}, "adviser");
  open("/adviser/settings/agenda");
  expect((await screen.findByRole("switch", { name: /Reviews/ })).hasAttribute("disabled")).toBe(true);
  expect(screen.getByRole("switch", { name: /Samenvattingen/ }).hasAttribute("disabled")).toBe(true);
  expect(screen.getByText("Alleen een beheerder zet add-ons aan of uit.")).toBeTruthy();
});

test("A018 an appointment is put into the own calendar by a file", async () => {
  office();
  open("/adviser/agenda?appointment=a1");
  await userEvent.click(await screen.findByRole("button", { name: "Meer over deze afspraak" }));
  const item = await screen.findByText("In mijn agenda zetten");
  expect(item.closest("a")?.getAttribute("href")).toBe("/api/v1/appointments/a1/calendar.ics");
});

test("A019 G014 an appointment is moved to a free time, and the client hears of it", async () => {
  const there = appointment({ start: moment(0, 10.5) });
  const soon = new Date();
  const free = new Date(soon.getFullYear(), soon.getMonth(), soon.getDate(), 23, 45);
  const server = office([there], {
    "GET /free-times": json({
      items: [{ start: free.toISOString(), end: new Date(free.getTime() + 3_600_000).toISOString() }],
    }),
    "POST /appointments/a1/reschedule": json(there),
  });
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(moment(-1, 9)) });
  try {
    open("/adviser/agenda?appointment=a1");
    await userEvent.click(await screen.findByRole("button", { name: "Verzetten" }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.type(dialog.getByLabelText("Andere tijd"), "14.15");
    await userEvent.click(dialog.getByRole("button", { name: "Neem deze" }));
    await userEvent.click(dialog.getByRole("button", { name: "Verzetten en mailen" }));
    await waitFor(() =>
      expect(sent(server, "POST", "/appointments/a1/reschedule")[0]?.body).toEqual({
        start: moment(0, 14.25),
        end: moment(0, 15.25),
        notify: true,
        anyway: false,
      }),
    );
  } finally {
    vi.useRealTimers();
  }
});

test("A020 G013 an appointment is cancelled with a reason, after a question", async () => {
  const server = office([APPOINTMENT], {
    "POST /appointments/a1/cancel": json(appointment({ status: "cancelled" })),
  });
  open("/adviser/agenda?appointment=a1");
  await userEvent.click(await screen.findByRole("button", { name: "Afzeggen" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText("Reden"), "Ik ben ziek.");
  await userEvent.click(dialog.getByRole("button", { name: "Afzeggen en mailen" }));
  await waitFor(() =>
    expect(sent(server, "POST", "/appointments/a1/cancel")[0]?.body).toEqual({
      reason: "Ik ben ziek.",
      notify: true,
    }),
  );
});

test("G012 G019 G021 an opened appointment tells service, hours, colleague, client, price, and what the client is sent", async () => {
  office();
  open("/adviser/agenda?appointment=a1");
  const drawer = within(await screen.findByRole("complementary", { name: "Jan en Els Vermeulen" }));
  for (const words of [
    "Hypotheekgesprek",
    "10.30 tot 11.30 uur",
    "Marieke de Boer",
    "post@vermeulen.example",
  ]) {
    expect(drawer.getByText(new RegExp(words))).toBeTruthy();
  }
  expect(drawer.getByText(/€\s25/)).toBeTruthy();
  expect(drawer.getByRole("heading", { name: "Berichten aan de cliënt" })).toBeTruthy();
  expect(drawer.getByText("Uitnodiging")).toBeTruthy();
});

test("G015 an appointment is marked as completed by hand", async () => {
  const office_ = appointment({ kind: "office", code: null, needs_outcome: true });
  const server = office([office_], {
    "POST /appointments/a1/complete": json({ ...office_, status: "completed" }),
  });
  open("/adviser/agenda?appointment=a1");
  expect(await screen.findByText(/Markeer haar als afgerond of gemist/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Markeer als afgerond" }));
  await waitFor(() => expect(sent(server, "POST", "/appointments/a1/complete")).toHaveLength(1));
});

test("G020 the note for colleagues says that it is internal, and is written over the version one saw", async () => {
  const server = office([APPOINTMENT], { "PATCH /appointments/a1": json({ ...APPOINTMENT, version: 4 }) });
  open("/adviser/agenda?appointment=a1");
  const drawer = within(await screen.findByRole("complementary", { name: "Jan en Els Vermeulen" }));
  expect(drawer.getByText("Alleen intern")).toBeTruthy();
  await userEvent.click(drawer.getByRole("button", { name: "Notitie wijzigen" }));
  const field = drawer.getByRole("textbox", { name: "Notitie voor collega's" });
  await userEvent.clear(field);
  await userEvent.type(field, "Belt liever");
  await userEvent.click(drawer.getByRole("button", { name: "Bewaren" }));
  await waitFor(() =>
    expect(sent(server, "PATCH", "/appointments/a1")[0]?.body).toEqual({ note: "Belt liever" }),
  );
  expect(asked.find(({ method }) => method === "PATCH")?.headers.get("If-Match")).toBe('"3"');
});

test("F055 a press on the code starts the session at once, in a new tab", async () => {
  const replace = vi.fn();
  vi.stubGlobal(
    "open",
    vi.fn(() => ({ location: { replace }, close: vi.fn() })),
  );
  const server = office([APPOINTMENT], { "POST /appointments/a1/start": json({ session_id: "session-1" }) });
  open("/adviser/agenda?appointment=a1");
  await userEvent.click(await screen.findByRole("button", { name: "Start de sessie met code 482 917 356" }));
  await waitFor(() => expect(replace).toHaveBeenCalledWith("/session/session-1"));
  expect(sent(server, "POST", "/appointments/a1/start")).toHaveLength(1);
});

test("a proposal shows its open times, and the client's own; one press and a question settle it", async () => {
  const proposal = appointment({
    status: "planning",
    start: null,
    end: null,
    code: null,
    options: OPTIONS,
    counter_text: "Liever donderdag.",
  });
  const server = office([proposal], { "POST /appointments/a1/pick": json(APPOINTMENT) });
  open("/adviser/agenda?appointment=a1");
  expect(await screen.findByText("Liever donderdag.")).toBeTruthy();
  const buttons = screen.getAllByRole("button", { name: /^Vastleggen: / });
  expect(buttons).toHaveLength(2);
  expect(screen.getByText("Tegenvoorstel")).toBeTruthy();
  const [, last] = buttons;
  if (last === undefined) throw new Error("two times are open");
  await userEvent.click(last);
  await userEvent.click(
    within(await screen.findByRole("dialog")).getByRole("button", { name: "Vastleggen" }),
  );
  await waitFor(() =>
    expect(sent(server, "POST", "/appointments/a1/pick")[0]?.body).toEqual({ option_id: "o3" }),
  );
});

test("G008 a new appointment complains about what is missing, and sends nothing", async () => {
  const server = office([]);
  open("/adviser/agenda?new=appointment");
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(await dialog.findByRole("button", { name: "Plannen" }));
  expect(dialog.getByText("Kies een cliënt, of maak er een.")).toBeTruthy();
  expect(dialog.getByText("Kies een tijd.")).toBeTruthy();
  expect(sent(server, "POST", "/appointments")).toHaveLength(0);
});

test("F053 F054 a type of appointment is made with the screen-sharing variant as its kind", async () => {
  const server = office([], { "GET /services": list(), "POST /services": json(SERVICE) });
  open("/adviser/settings/services");
  await userEvent.click(await screen.findByRole("button", { name: "Nieuwe dienst" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText("Naam"), "Eerste gesprek");
  await userEvent.click(dialog.getByRole("radio", { name: "Telefonisch" }));
  await userEvent.click(dialog.getByRole("radio", { name: /Videogesprek, samen kijken/ }));
  await userEvent.click(dialog.getByRole("button", { name: "Bewaren" }));
  await waitFor(() =>
    expect(sent(server, "POST", "/services")[0]?.body).toMatchObject({
      name: "Eerste gesprek",
      kind: "video",
      minutes: 45,
    }),
  );
});

test("F053 a service says which advisers offer it and which messages it has of its own", async () => {
  const template = (id: string, own: boolean, more: object = {}) => ({
    ...{ id, own, kind: "appointment_planned", language: "nl", name: "Afspraak gepland", subject: "x" },
    ...{ blocks: [], changed: false, version: 0, updated_at: null, ...more },
  });
  const usual = template("", false);
  const kind = { kind: "appointment_planned", tags: [], to: "client", by_hand: false, marketing: false };
  const kept = {
    ...SERVICE,
    advisers: ["u1", "gone"],
    templates: { "appointment_planned/nl": "removed" },
  };
  const server = office([], {
    "GET /services": list(kept),
    "GET /message-templates": json({
      items: [usual, template("t1", true, { name: "Kort en vriendelijk" })],
      kinds: [kind],
    }),
    "PATCH /services/s1": json(SERVICE),
  });
  open("/adviser/settings/services");
  await userEvent.click(await screen.findByRole("button", { name: /Hypotheekgesprek/ }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(await dialog.findByRole("combobox", { name: "Aangeboden door" }));
  await userEvent.click(await screen.findByRole("option", { name: "Pieter Jansen", hidden: true }));
  await userEvent.click(dialog.getByText("Eigen berichten"));
  await userEvent.click(await dialog.findByRole("combobox", { name: "Afspraak gepland (Nederlands)" }));
  await userEvent.click(await screen.findByRole("option", { name: "Kort en vriendelijk", hidden: true }));
  await userEvent.click(dialog.getByRole("button", { name: "Bewaren" }));
  await waitFor(() =>
    expect(sent(server, "PATCH", "/services/s1")[0]?.body).toMatchObject({
      advisers: ["u1", "u2"],
      templates: { "appointment_planned/nl": "t1" },
    }),
  );
});

test("an adviser reads the services and cannot change them", async () => {
  office([], {}, "adviser");
  open("/adviser/settings/services");
  expect(await screen.findByText("Hypotheekgesprek")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Nieuwe dienst" })).toBeNull();
  expect(screen.queryByRole("button", { name: /Hypotheekgesprek/ })).toBeNull();
});

test("G006 online booking is switched in the agenda; a refusal is a sentence beside the switch", async () => {
  const server = office([], {
    "GET /agenda-choices": json({ ...CHOICES, my_booking: false }),
    "PUT /agenda-choices": { status: 409, code: "slug_missing" },
  });
  open("/adviser/agenda");
  await userEvent.click(await screen.findByRole("switch", { name: "Online inplannen staat uit" }));
  expect(await screen.findByText(/Kies eerst de naam in het adres/)).toBeTruthy();
  expect(sent(server, "PUT", "/agenda-choices")[0]?.body).toEqual({ my_booking: true });
});

test("G007 availability is changed for a day of the week, and hours that overlap are not sent", async () => {
  const server = office([], { "PUT /availability/u1": json({ ...HOURS, version: 1 }) });
  open("/adviser/settings/availability");
  await userEvent.click(await screen.findByRole("checkbox", { name: "dinsdag" }));
  const until = screen.getByRole("textbox", { name: "dinsdag tot" });
  await userEvent.clear(until);
  await userEvent.type(until, "8.00");
  await userEvent.click(screen.getByRole("button", { name: "Bewaren" }));
  expect(screen.getByText("De eindtijd ligt voor de begintijd.")).toBeTruthy();
  expect(sent(server, "PUT", "/availability/u1")).toHaveLength(0);
  await userEvent.clear(until);
  await userEvent.type(until, "13.30");
  await userEvent.click(screen.getByRole("button", { name: "Bewaren" }));
  await waitFor(() =>
    expect(sent(server, "PUT", "/availability/u1")[0]?.body).toMatchObject({
      weekly: { "0": [["09:00", "17:00"]], "1": [["09:00", "13:30"]], "6": [] },
    }),
  );
});

test("the calendar's address is made, and renewed only after a question", async () => {
  const server = office([], {
    "POST /calendar-feed": json({ url: "https://samen.example/api/v1/calendars/x.ics" }),
  });
  open("/adviser/settings/agenda");
  await userEvent.click(await screen.findByRole("button", { name: "Adres maken" }));
  expect(await screen.findByText(/calendars\/x\.ics/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Vernieuwen" }));
  expect(await screen.findByText("Nieuw adres maken?")).toBeTruthy();
  expect(sent(server, "POST", "/calendar-feed")).toHaveLength(1);
});
