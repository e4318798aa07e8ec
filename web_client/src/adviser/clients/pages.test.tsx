/** The pages about clients as advisers meet them: the list, many at once, the form, the client's page. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { DetachedWindowAPI } from "happy-dom";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { chooseLanguage } from "../../i18n";
import type { Answer } from "../testing";
import { member, open, serve } from "../testing";
import { client, row } from "./testing";

const patience = { timeout: 10_000 };

const ROWS = [
  row({ id: "k3", name: "Lies Bouman", letter: "B", caption: "Utrecht", email: "lies@bouman.example" }),
  row({ id: "k2", name: "David Mulder", letter: "M", email_blocked: true, email: "david@mulder.example" }),
  row({
    id: "k1",
    tags: [
      { id: "t1", name: "Hypotheek" },
      { id: "t2", name: "Verzekering" },
      { id: "t3", name: "Jaargesprek" },
    ],
  }),
];

const FACETS = {
  tags: [
    { id: "t1", name: "Hypotheek", count: 38 },
    { id: "t2", name: "Verzekering", count: 29 },
  ],
  consent: 52,
  unsubscribed: 4,
  blocked: 2,
  kinds: { person: 70 },
  advisers: [],
  fields: { interesse: [{ value: "Wonen", count: 12 }] },
};

const FIELD = {
  id: "f1",
  version: 1,
  key: "interesse",
  label: "Geïnteresseerd in",
  kind: "choice",
  choices: ["Wonen", "Pensioen"],
  position: 0,
  facet: true,
};

const HOUSE: Record<string, Answer> = {
  "GET /me": { json: member("adviser") },
  "GET /clients": {
    json: {
      items: ROWS,
      next: null,
      found: 73,
      more: false,
      total: 118,
      letters: [
        { letter: "B", count: 20 },
        { letter: "M", count: 30 },
      ],
    },
  },
  "GET /clients/facets": { json: FACETS },
  "GET /client-fields": { json: { items: [FIELD] } },
  "GET /saved-filters": {
    json: { items: [{ id: "s1", name: "Starters", filter: { tags: "t2" }, shared: false, mine: true }] },
  },
  "GET /colleagues": { json: { items: [{ id: "u1", name: "Marieke de Boer" }] } },
  "GET /teams": { json: { items: [{ id: "g1", version: 1, name: "Iedereen", first: true, members: [] }] } },
  "GET /tags": { json: { items: [{ id: "t1", version: 1, name: "Hypotheek", count: 38 }] } },
  "GET /clients/k1": { json: client() },
  "GET /clients/k1/timeline": { json: { items: [], next: null } },
  "GET /documents": { json: { items: [], next: null, counts: {}, used_bytes: 0, limit_bytes: 0 } },
  "GET /document-requests": { json: { items: [], next: null } },
  "GET /appointments": { json: { items: [], next: null } },
};

/** What was asked of the list, newest last, as queries. */
function asked(): URLSearchParams[] {
  const calls = vi.mocked(fetch).mock.calls.map(([address]) => String(address));
  return calls
    .filter((address) => address.startsWith("/api/v1/clients?"))
    .map((address) => new URLSearchParams(address.split("?")[1]));
}

function houseOf(more: Record<string, Answer> = {}) {
  const server = serve({ ...HOUSE, ...more });
  const given = globalThis.fetch;
  vi.stubGlobal("fetch", vi.fn(given));
  return server;
}

beforeEach(() => {
  chooseLanguage("nl");
  // Wide enough for the filters to stand beside the list.
  (window as unknown as { happyDOM: DetachedWindowAPI }).happyDOM.setViewport({ width: 1440, height: 900 });
});

describe("the list", () => {
  test("C005 C006 C007 C014 shows who there are under letters, how many, and who cannot be mailed", async () => {
    houseOf();
    open("/adviser/clients?kind=person");
    const table = await screen.findByRole("table", { name: "Cliënten" }, patience);
    expect(within(table).getByRole("rowheader", { name: "B" })).toBeDefined();
    expect(within(table).getByRole("link", { name: "Lies Bouman" }).getAttribute("href")).toBe(
      "/adviser/clients/k3",
    );
    const david = within(table).getByRole("link", { name: "David Mulder" }).closest("tr");
    expect(within(david!).getByText("E-mail geblokkeerd")).toBeDefined();
    expect(within(table).getByText("+2")).toBeDefined();
    expect(screen.getByText("73 gevonden van 118")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Sorteren op: Achternaam" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Voornaam", hidden: true }, patience));
    await waitFor(() => expect(asked().at(-1)?.get("sort")).toBe("first"));
  });

  test("C008 searches while one types, and the arrow keys go on into the list", async () => {
    houseOf();
    const router = open("/adviser/clients");
    const field = await screen.findByRole("searchbox", { name: "Zoek cliënten" }, patience);
    await userEvent.type(field, "030 555");
    await waitFor(() => expect(asked().at(-1)?.get("search")).toBe("030 555"), patience);
    await screen.findByRole("link", { name: "Lies Bouman" });
    await userEvent.keyboard("{ArrowDown}");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Lies Bouman"));
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Jan Vermeulen"));
    await userEvent.keyboard(" ");
    expect(await screen.findByText("1 gekozen")).toBeDefined();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/adviser/clients/k1"), patience);
  });

  test("C008 an arrow down before the list has followed goes to who is found, not to who stood there", async () => {
    houseOf();
    const served = globalThis.fetch;
    let answer = () => {};
    const found = new Promise<void>((resolve) => {
      answer = resolve;
    });
    vi.stubGlobal(
      "fetch",
      vi.fn(async (address: string, init?: RequestInit) => {
        if (!/\/clients\?.*search=jan/.test(address)) return served(address, init);
        await found;
        return Response.json({
          items: ROWS.slice(2),
          next: null,
          found: 1,
          more: false,
          total: 118,
          letters: [],
        });
      }),
    );
    open("/adviser/clients");
    const field = await screen.findByRole("searchbox", { name: "Zoek cliënten" }, patience);
    await screen.findByRole("link", { name: "Lies Bouman" });
    await userEvent.type(field, "jan{ArrowDown}");
    await waitFor(() => expect(asked().at(-1)?.get("search")).toBe("jan"), patience);
    expect(document.activeElement).toBe(field);
    answer();
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Jan Vermeulen"), patience);
  });

  test("C009 C011 C012 C013 filters by labels, flags and own fields, with their counts", async () => {
    houseOf();
    const router = open("/adviser/clients");
    const tag = await screen.findByRole("checkbox", { name: "Hypotheek" }, patience);
    expect(tag.closest(".c-counted")?.textContent).toContain("38");
    await userEvent.click(tag);
    await userEvent.click(screen.getByRole("checkbox", { name: "Wil aanbiedingen" }));
    await userEvent.click(screen.getByRole("checkbox", { name: "Afgemeld" }));
    await userEvent.selectOptions(screen.getByLabelText("Geïnteresseerd in"), "Wonen");
    await waitFor(() => {
      const last = asked().at(-1);
      expect(last?.get("tags")).toBe("t1");
      expect(last?.get("consent")).toBe("yes");
      expect(last?.get("unsubscribed")).toBe("yes");
      expect(last?.get("fields")).toBe('{"interesse":"Wonen"}');
    }, patience);
    await userEvent.click(screen.getByRole("button", { name: "Filter “Hypotheek” weghalen" }));
    await waitFor(() => expect(router.state.location.search).not.toContain("tags="));
    await userEvent.click(screen.getByRole("button", { name: "Wissen" }));
    await waitFor(() => expect(router.state.location.search).toBe(""));
  });

  test("C010 filters by name, address, number, mobile, birthday and more", async () => {
    houseOf();
    open("/adviser/clients");
    await userEvent.click(await screen.findByRole("button", { name: "Meer filters" }, patience));
    for (const label of [
      "Voornaam",
      "Achternaam",
      "E-mailadres",
      "Telefoon",
      "Cliëntnummer",
      "Postcode",
      "Plaats",
    ]) {
      expect(screen.getByLabelText(label), label).toBeDefined();
    }
    await userEvent.type(screen.getByLabelText("Plaats"), "Zeist{Enter}");
    await userEvent.selectOptions(screen.getByLabelText("Jarig in"), "maart");
    await waitFor(() => {
      expect(asked().at(-1)?.get("city")).toBe("Zeist");
      expect(asked().at(-1)?.get("birthday_month")).toBe("3");
    }, patience);
  });

  test("C006 a kept selection gives the list its name", async () => {
    houseOf();
    const router = open("/adviser/clients");
    await userEvent.click(await screen.findByRole("button", { name: /Selecties: Allen/ }, patience));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Starters", hidden: true }, patience));
    await waitFor(() => expect(router.state.location.search).toBe("?tags=t2"));
    expect(await screen.findByText("Starters · 73 gevonden van 118")).toBeDefined();
  });

  test("says what to do when there is nobody yet", async () => {
    houseOf({
      "GET /clients": { json: { items: [], next: null, found: 0, more: false, total: 0, letters: [] } },
    });
    open("/adviser/clients");
    expect(await screen.findByRole("heading", { name: "Hier komen uw cliënten" }, patience)).toBeDefined();
  });
});

describe("many at once", () => {
  async function choose(...names: string[]) {
    for (const name of names) {
      await userEvent.click(await screen.findByRole("checkbox", { name: `Kies ${name}` }, patience));
    }
  }

  test("C004 C030 C033 labels go to those who are ticked, and back", async () => {
    const server = houseOf({
      "POST /clients/bulk": { json: { change_id: "ch1", count: 2 } },
      "POST /clients/changes/ch1/undo": { json: { change_id: "ch1", count: 2, left: 0 } },
    });
    open("/adviser/clients");
    await choose("Lies Bouman", "Jan Vermeulen");
    const bar = screen.getByRole("region", { name: "Met de gekozen cliënten" });
    expect(within(bar).getByText("2 gekozen")).toBeDefined();
    await userEvent.click(within(bar).getByRole("button", { name: "Label" }));
    const dialog = await screen.findByRole("dialog", {}, patience);
    await userEvent.type(within(dialog).getByLabelText("Labels"), "Nieuw jaar{Enter}");
    await userEvent.click(within(dialog).getByRole("button", { name: "Toevoegen" }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === "/clients/bulk")?.body).toEqual({
        ids: ["k3", "k1"],
        action: "tag",
        tags: ["Nieuw jaar"],
      }),
    );
    await userEvent.click(await screen.findByRole("button", { name: "Zet terug" }, patience));
    expect(await screen.findByText("Teruggezet bij 2 cliënten.")).toBeDefined();
  });

  test("C031 C034 everybody of the filter but one is deleted, after a question", async () => {
    const server = houseOf({ "POST /clients/bulk": { json: { change_id: "ch2", count: 72 } } });
    open("/adviser/clients?tags=t1");
    await choose("Lies Bouman");
    await userEvent.click(screen.getByRole("button", { name: "Kies alle 73" }));
    const bar = screen.getByRole("region", { name: "Met de gekozen cliënten" });
    expect(within(bar).getByText("73 gekozen")).toBeDefined();
    await choose("David Mulder");
    expect(within(bar).getByText("72 gekozen")).toBeDefined();
    await userEvent.click(within(bar).getByRole("button", { name: "Verwijderen" }));
    const question = await screen.findByRole("dialog", { name: "72 cliënten verwijderen?" }, patience);
    expect(server.sent.some(({ method }) => method === "POST")).toBe(false);
    await userEvent.click(within(question).getByRole("button", { name: "Verwijderen" }));
    await waitFor(() =>
      expect(server.sent.find(({ path }) => path === "/clients/bulk")?.body).toEqual({
        filter: { tags: "t1" },
        except: ["k2"],
        action: "delete",
      }),
    );
    expect(await screen.findByText("72 cliënten verwijderd.")).toBeDefined();
  });
});

describe("a new client", () => {
  test("C015 C016 C018 is filled in, kept, and opens", async () => {
    const server = houseOf({ "POST /clients": { json: client() } });
    const router = open("/adviser/clients/new");
    await userEvent.type(await screen.findByLabelText("Voornaam", {}, patience), "Jan");
    await userEvent.type(screen.getByLabelText("Achternaam"), "Vermeulen");
    await userEvent.type(screen.getByLabelText("E-mailadres"), "jan@vermeulen.example");
    await userEvent.type(
      screen.getByLabelText("Labels", { selector: "input:not([type=hidden])" }),
      "Starter{Enter}",
    );
    await userEvent.click(screen.getByRole("button", { name: "Bewaren" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/adviser/clients/k1"), patience);
    const body = server.sent.find(({ method, path }) => method === "POST" && path === "/clients")?.body;
    expect(body).toMatchObject({
      kind: "person",
      people: [{ given: "Jan", family: "Vermeulen" }],
      contacts: [{ kind: "email", value: "jan@vermeulen.example", person_id: null }],
      tags: ["Starter"],
      anyway: false,
    });
  });

  test("says what is missing beside its field, and the server's refusal too", async () => {
    const server = houseOf({
      "POST /clients": { status: 422, code: "bsn_found", more: { field: "people.0.given" } },
    });
    open("/adviser/clients/new");
    await userEvent.click(await screen.findByRole("button", { name: "Bewaren" }, patience));
    expect(screen.getByText("Vul een naam in.")).toBeDefined();
    expect(server.sent.some(({ method }) => method === "POST")).toBe(false);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Voornaam")));
    await userEvent.type(screen.getByLabelText("Voornaam"), "123456782");
    await userEvent.click(screen.getByRole("button", { name: "Bewaren" }));
    const field = screen.getByLabelText("Voornaam");
    await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"), patience);
    expect(screen.getAllByText(/burgerservicenummer/).length).toBeGreaterThan(0);
  });

  test("that looks like another is shown beside it, and can be added after all", async () => {
    const server = houseOf({
      "POST /clients": { status: 409, code: "looks_like_another", more: { candidates: [row({ id: "k9" })] } },
    });
    const router = open("/adviser/clients/new");
    await userEvent.type(await screen.findByLabelText("Voornaam", {}, patience), "Jan");
    await userEvent.click(screen.getByRole("button", { name: "Bewaren" }));
    const other = await screen.findByRole("link", { name: /Jan Vermeulen/ }, patience);
    expect(other.getAttribute("href")).toBe("/adviser/clients/k9");
    server.answer("POST /clients", { json: client() });
    await userEvent.click(screen.getByRole("button", { name: "Toch toevoegen" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/adviser/clients/k1"), patience);
    expect(server.sent.filter(({ method }) => method === "POST").at(-1)?.body).toMatchObject({
      anyway: true,
    });
  });
});

describe("a change that meets another", () => {
  test("both versions stand side by side, and what is chosen is kept", async () => {
    const theirs = client({ version: 4, number: "8", address: { ...client().address, city: "Zeist" } });
    const server = houseOf({
      "PUT /clients/k1": { status: 412, code: "changed_meanwhile", more: { current: theirs } },
    });
    const router = open("/adviser/clients/k1/edit");
    const number = await screen.findByLabelText("Cliëntnummer", {}, patience);
    await userEvent.clear(number);
    await userEvent.type(number, "7");
    await userEvent.click(screen.getByRole("button", { name: "Bewaren" }));
    const dialog = await screen.findByRole("dialog", { name: /wijzigde deze cliënt ook/ }, patience);
    const choice = within(dialog).getByRole("radiogroup", { name: "Cliëntnummer" });
    expect(within(choice).getByRole("radio", { name: /Uw versie\s*7/ })).toBeDefined();
    await userEvent.click(within(choice).getByRole("radio", { name: /collega\s*8/ }));
    expect(within(dialog).getByText("Van uw collega nemen we over: Plaats.")).toBeDefined();
    server.answer("PUT /clients/k1", { json: client({ version: 5 }) });
    await userEvent.click(within(dialog).getByRole("button", { name: "Samen bewaren" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/adviser/clients/k1"), patience);
    const last = server.sent.filter(({ method }) => method === "PUT").at(-1);
    expect(last?.body).toMatchObject({ number: "8", address: { city: "Zeist" } });
    const headers = vi
      .mocked(fetch)
      .mock.calls.filter(([, init]) => init?.method === "PUT")
      .at(-1)?.[1]?.headers;
    expect(headers).toMatchObject({ "If-Match": '"4"' });
  });
});

describe("the client's page", () => {
  test("C003 C024 C025 C026 holds everything known, and what can be done from there", async () => {
    houseOf();
    open("/adviser/clients/k1");
    expect(await screen.findByRole("heading", { level: 1, name: "Jan Vermeulen" }, patience)).toBeDefined();
    expect(screen.getByText(/nummer 10482 · adviseur Marieke de Boer/)).toBeDefined();
    expect(screen.getByText("Beukenhof 8")).toBeDefined();
    expect(screen.getByRole("link", { name: "jan@vermeulen.example" })).toBeDefined();
    for (const name of ["Overzicht", "Afspraken", "Documenten", "Gesprekken"]) {
      expect(screen.getByRole("tab", { name }), name).toBeDefined();
    }
    expect(screen.getByRole("button", { name: "Bericht" })).toBeDefined();
    expect(screen.getByRole("button", { name: "Afspraak" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Meer acties" }));
    expect(
      await screen.findByRole("menuitem", { name: "Document delen", hidden: true }, patience),
    ).toBeDefined();
    expect(screen.getByRole("menuitem", { name: "Document opvragen", hidden: true })).toBeDefined();
  });

  test("F056 F057 starts a session in a new tab, with the client's page or without", async () => {
    houseOf();
    const opened = vi.spyOn(window, "open").mockReturnValue(window);
    open("/adviser/clients/k1");
    const head = (await screen.findByRole("heading", { level: 1 }, patience)).closest("header");
    await userEvent.click(within(head!).getByRole("button", { name: "Sessie starten" }));
    await userEvent.click(
      await screen.findByRole("menuitem", { name: /Met klantpagina/, hidden: true }, patience),
    );
    expect(opened).toHaveBeenLastCalledWith("/session/new?client=k1&page=yes", "_blank");
    await userEvent.click(within(head!).getByRole("button", { name: "Sessie starten" }));
    await userEvent.click(
      await screen.findByRole("menuitem", { name: /Zonder klantpagina/, hidden: true }, patience),
    );
    expect(opened).toHaveBeenLastCalledWith("/session/new?client=k1&page=no", "_blank");
  });

  test("C018 a label is taken off with one press, over the version that was seen", async () => {
    const server = houseOf({
      "PUT /clients/k1": { json: client({ version: 4, tags: [{ id: "t2", name: "Starter" }] }) },
    });
    open("/adviser/clients/k1");
    await userEvent.click(await screen.findByRole("button", { name: "Label Hypotheek weghalen" }, patience));
    await waitFor(() =>
      expect(server.sent.find(({ method }) => method === "PUT")?.body).toEqual({ tags: ["Starter"] }),
    );
    await waitFor(() =>
      expect(screen.queryByRole("button", { name: "Label Hypotheek weghalen" })).toBeNull(),
    );
  });

  test("a client who is not shown says so, with a way back", async () => {
    houseOf({ "GET /clients/k1": { status: 404, code: "client_unknown" } });
    open("/adviser/clients/k1");
    expect(await screen.findByRole("heading", { name: "Deze cliënt is er niet" }, patience)).toBeDefined();
    expect(screen.getByRole("link", { name: "Naar de cliënten" })).toBeDefined();
  });

  test("a photo is chosen from the menu, and taken away after a question", async () => {
    const server = houseOf({ "PUT /clients/k1/photo": { json: undefined } });
    open("/adviser/clients/k1");
    await userEvent.click(await screen.findByRole("button", { name: "Meer acties" }, patience));
    expect(screen.queryByRole("menuitem", { name: "Foto weghalen", hidden: true })).toBeNull();
    const field = document.querySelector<HTMLInputElement>("input[type=file][accept*='image/webp']");
    const picture = new File(["p"], "jan.png", { type: "image/png" });
    server.answer("GET /clients/k1", { json: client({ photo_url: "/api/v1/clients/k1/photo?v=1" }) });
    await userEvent.upload(field as HTMLInputElement, picture);
    await waitFor(() => expect(document.querySelector(".c-faces img")).not.toBeNull(), patience);
    expect(server.sent.find(({ method }) => method === "PUT")).toMatchObject({
      path: "/clients/k1/photo",
      body: picture,
    });

    server.answer("DELETE /clients/k1/photo", { json: undefined });
    server.answer("GET /clients/k1", { json: client() });
    await userEvent.click(
      await screen.findByRole("menuitem", { name: "Foto weghalen", hidden: true }, patience),
    );
    const sure = await screen.findByRole("dialog", { name: "De foto van Jan Vermeulen weghalen?" }, patience);
    await userEvent.click(within(sure).getByRole("button", { name: "Foto weghalen" }));
    await waitFor(() => expect(document.querySelector(".c-faces img")).toBeNull(), patience);
  });
});
