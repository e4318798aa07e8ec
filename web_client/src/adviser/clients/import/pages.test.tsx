/** The wizard of imports as advisers go through it: columns, doubles, the result and the way back. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { chooseLanguage } from "../../../i18n";
import type { ClientImport, ImportRow } from "../../api/imports";
import { member, open, serve } from "../../testing";

const patience = { timeout: 10_000 };
const NONE = {
  ...{ new: 0, double: 0, wrong: 0, added: 0, merged: 0, skipped: 0, refused: 0 },
  ...{ gone: 0, restored: 0, kept: 0 },
};

function run(change: Partial<ClientImport> = {}): ClientImport {
  return {
    ...{ id: "i1", version: 2, source: "csv", name: "klanten.csv", size: 900, state: "ready", trouble: "" },
    ...{ total: 4, done: 4, kind: "csv", encoding: "cp1252", delimiter: ";", sheet: "", more_sheets: 0 },
    shortened: 0,
    columns: [
      { header: "Naam", target: "name", samples: ["Jan Vermeulen", "Els Bos"] },
      { header: "Adres", target: "street", samples: ["jan@vermeulen.example"] },
    ],
    counts: { ...NONE, new: 2, double: 1, wrong: 1 },
    ...{ doubles: "merge", tag: "Imported_On_Nov_22_2026", by: "Marieke de Boer" },
    ...{ created_at: "2026-11-22T09:00:00Z", ended_at: null, undo_until: null },
    ...change,
  };
}

function line(change: Partial<ImportRow> = {}): ImportRow {
  return {
    ...{ number: 3, line: 4, caption: "Els Bos", state: "double", wrong: [], same_as: null, choice: null },
    alike: [{ client_id: "k9", name: "Els Bos-Smit", by: ["email", "name"] }],
    ...{ outcome: "", client_id: null, undone: "", kept: [] },
    ...change,
  };
}

function houseOf(one: ClientImport, rows: readonly ImportRow[] = []) {
  return serve({
    "GET /me": { json: member("adviser") },
    "GET /client-fields": { json: { items: [] } },
    "GET /tags": { json: { items: [{ id: "t9", version: 1, name: one.tag, count: 2 }] } },
    "GET /imports/i1": { json: one },
    "GET /imports/i1/rows": { json: { items: rows, next: null } },
  });
}

beforeEach(() => chooseLanguage("nl"));

describe("an import that was read", () => {
  test("C021 shows what each column is taken for, and reads the file again when that is changed", async () => {
    const server = houseOf(run());
    open("/adviser/clients/import/i1");
    const street = await screen.findByRole("combobox", { name: "Adres wordt" }, patience);
    expect((street as HTMLSelectElement).value).toBe("street");
    expect(screen.getByText("jan@vermeulen.example")).toBeDefined();
    expect(screen.getByText("1 dubbel")).toBeDefined();
    await userEvent.selectOptions(street, "E-mail");
    expect(screen.queryByRole("button", { name: "Verder" })).toBeNull();
    const reread = { ...run({ state: "reading", version: 3, total: 0, done: 0 }) };
    server.answer("PUT /imports/i1/columns", { json: reread });
    server.answer("GET /imports/i1", { json: reread });
    await userEvent.click(screen.getByRole("button", { name: "Kolommen toepassen" }));
    await screen.findByRole("heading", { name: "Het bestand wordt gelezen…" }, patience);
    expect(server.sent.find(({ method }) => method === "PUT")?.body).toEqual({ columns: ["name", "email"] });
  });

  test("C022 shows whom a row looks like, lets each be decided, and brings what is left", async () => {
    const server = houseOf(run(), [line()]);
    open("/adviser/clients/import/i1");
    await userEvent.click(await screen.findByRole("button", { name: "Verder" }, patience));
    const like = await screen.findByRole("link", { name: "lijkt op Els Bos-Smit" }, patience);
    expect(like.getAttribute("href")).toBe("/adviser/clients/k9");
    expect(screen.getByText("(e-mail, naam)", { exact: false })).toBeDefined();
    expect(screen.getByRole("button", { name: "3 cliënten importeren" })).toBeDefined();

    server.answer("PUT /imports/i1/choices", { json: run({ doubles: "skip" }) });
    await userEvent.click(screen.getByRole("radio", { name: "Overslaan" }));
    await screen.findByRole("button", { name: "2 cliënten importeren" }, patience);
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Met Els Bos" }), "Toch toevoegen");
    const sent = () => server.sent.filter(({ path }) => path.endsWith("/choices")).map(({ body }) => body);
    await waitFor(() => expect(sent()).toEqual([{ doubles: "skip" }, { rows: { "3": "add" } }]));

    const busy = run({ state: "bringing", done: 1 });
    server.answer("POST /imports/i1/bring", { json: busy });
    server.answer("GET /imports/i1", { json: busy });
    await userEvent.click(screen.getByRole("button", { name: /cliënten importeren/ }));
    await screen.findByRole("heading", { name: "De cliënten komen erbij…" }, patience);
    expect(screen.getByText("1 van 4 regels")).toBeDefined();
  });

  test("C022 says which rows do not come and why, and gives them as a file", async () => {
    houseOf(run({ counts: { ...NONE, new: 1, wrong: 1 } }), [
      line({
        alike: [],
        state: "wrong",
        caption: "Kees",
        wrong: [{ code: "email_wrong", field: "contacts.0" }],
      }),
    ]);
    open("/adviser/clients/import/i1");
    await userEvent.click(await screen.findByRole("button", { name: "Verder" }, patience));
    await screen.findByText("Niemand in dit bestand lijkt op een cliënt die u al heeft.", {}, patience);
    const kees = (await screen.findByText("Kees", {}, patience)).closest("li");
    expect(within(kees as HTMLElement).getByText(/Regel 4: .*e-mailadres/)).toBeDefined();
    const file = screen.getByRole("link", { name: "Foute regels downloaden" });
    expect(file.getAttribute("href")).toBe("/api/v1/imports/i1/wrong.csv");
  });
});

describe("an import that is over", () => {
  const done = run({
    state: "done",
    counts: { ...NONE, added: 2, merged: 1, refused: 1 },
    ended_at: "2026-11-22T09:05:00Z",
    undo_until: "2026-12-22T09:05:00Z",
  });

  test("C023 tells what came of it, leads to its clients, and is undone after a question", async () => {
    const server = houseOf(done);
    open("/adviser/clients/import/i1");
    await screen.findByText("De import is klaar", {}, patience);
    expect(screen.getByText("2 toegevoegd")).toBeDefined();
    expect(screen.getByText("1 niet overgenomen")).toBeDefined();
    const them = screen.getByRole("link", { name: "Bekijk deze cliënten" });
    await waitFor(() => expect(them.getAttribute("href")).toBe("/adviser/clients?tags=t9"));
    const undone = run({
      ...done,
      state: "undone",
      undo_until: null,
      counts: { ...NONE, gone: 2, restored: 1 },
    });
    server.answer("POST /imports/i1/undo", { json: undone });
    server.answer("GET /imports/i1", { json: undone });
    await userEvent.click(screen.getByRole("button", { name: "Import terugdraaien" }));
    const dialog = await screen.findByRole("dialog", {}, patience);
    await userEvent.click(within(dialog).getByRole("button", { name: "Import terugdraaien" }));
    await screen.findByText("De import is teruggedraaid", {}, patience);
    expect(screen.getByText("2 weer weg")).toBeDefined();
    await waitFor(
      () => expect(screen.queryByRole("button", { name: "Import terugdraaien" })).toBeNull(),
      patience,
    );
  });

  test("says in words why a file could not be read", async () => {
    houseOf(run({ state: "failed", trouble: "file_locked", counts: NONE }));
    open("/adviser/clients/import/i1");
    await screen.findByText("Dit bestand kan niet worden geïmporteerd", {}, patience);
    expect(screen.getByText(/wachtwoord/)).toBeDefined();
  });
});
