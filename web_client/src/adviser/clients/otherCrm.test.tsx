/** Where the office has the CRM of someone else: what finds its clients there, and what says that it cannot. */
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { chooseLanguage } from "../../i18n";
import { member, open, serve } from "../testing";

const patience = { timeout: 20_000 };
const JAN = { id: "P/1", name: "Jan Smit", caption: "Utrecht", emails: ["jan@klant.example"] };
const SERVICE = {
  id: "s1",
  version: 1,
  name: "Hypotheekgesprek",
  minutes: 60,
  price_cents: 0,
  currency: "EUR",
  kind: "video",
  colour: "#155C47",
  place: "",
  description: "",
  active: true,
  bookable: true,
  reminders: [],
  templates: {},
};

beforeEach(() => chooseLanguage("nl"));

function office(adapter: "builtin" | "foreign") {
  return serve({
    "GET /me": { json: member("adviser") },
    "GET /crm/adapter": { json: { adapter } },
    "GET /crm/parties": { json: { adapter, items: [JAN] } },
    "GET /services": { json: { items: [SERVICE] } },
    "GET /clients": { json: { items: [], next: null, found: 0, total: 0, letters: [] } },
    "GET /documents": { json: { items: [], next: null, counts: {}, used_bytes: 0, limit_bytes: 0 } },
  });
}

async function begun(path: string) {
  open(path);
  return screen.findByRole("dialog", { hidden: true }, patience);
}

describe("an office with another CRM", () => {
  test.each([
    ["/adviser/documents?new=share", /Documenten delen gaat met cliënten in Samen zelf/],
    ["/adviser/documents?new=request", /Documenten opvragen gaat bij cliënten in Samen zelf/],
  ])("%s says that it cannot, and offers nobody", async (path, sentence) => {
    const server = office("foreign");
    const dialog = within(await begun(path));
    expect(await dialog.findByText(sentence, {}, patience)).toBeDefined();
    expect(dialog.queryByRole("textbox", { name: /cliënt|aan|wie/i, hidden: true })).toBeNull();
    expect(server.sent.some(({ path }) => path === "/clients")).toBe(false);
  });

  test("F056 an appointment finds its client there", async () => {
    const server = office("foreign");
    const dialog = within(await begun("/adviser/agenda?new=appointment"));
    const { click, paste } = userEvent.setup();
    await click(await dialog.findByPlaceholderText("Zoek op naam, e-mail of telefoon", {}, patience));
    await paste("smit");
    await click(await screen.findByText("Jan Smit", {}, patience));
    expect(dialog.getByText("jan@klant.example")).toBeDefined();
    expect(server.sent.some(({ path }) => path === "/clients")).toBe(false);
  }, 60_000);
});

test("with the built-in CRM a document is requested from its clients", async () => {
  office("builtin");
  const dialog = within(await begun("/adviser/documents?new=request"));
  expect(await dialog.findByRole("textbox", { name: /wie/i, hidden: true }, patience)).toBeDefined();
});
