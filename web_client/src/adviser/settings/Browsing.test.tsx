/** The settings of co-browsing: what is sent, and where a refusal of the server is said. */
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, test } from "vitest";
import { chooseLanguage } from "../../i18n";
import type { Browsing } from "../api/browsing";
import { Refusal } from "../api/client";
import { type Answer, member, open, serve } from "../testing";
import { browsingOf, changesOf, complaintOf, fieldsOf, halfFilled } from "./browsingForm";

const patience = { timeout: 15_000 };
const RULES: Browsing = {
  allow: [],
  block: ["bank.example"],
  search: "",
  masks: [{ site: "*.bank.example", selector: "#saldo" }],
};

beforeEach(() => chooseLanguage("nl"));

async function show(patch: Answer = { json: RULES }) {
  const server = serve({
    "GET /me": { json: member("admin") },
    "GET /organisation/browsing": { json: RULES },
    "PATCH /organisation/browsing": patch,
  });
  open("/adviser/settings/browsing");
  await screen.findByRole("textbox", { name: "Deze websites nooit" }, patience);
  return server;
}

const sent = ({ sent }: { sent: readonly { method: string; body: unknown }[] }) =>
  sent.filter(({ method }) => method === "PATCH").map(({ body }) => body);

const save = () => userEvent.click(screen.getByRole("button", { name: "Bewaren" }));

describe("the page", () => {
  test("is for administrators alone", async () => {
    serve({ "GET /me": { json: member("adviser") } });
    open("/adviser/settings/browsing");
    expect(await screen.findByRole("heading", { level: 1 }, patience)).toBeDefined();
    expect(screen.queryByRole("textbox", { name: "Deze websites nooit" })).toBeNull();
  });

  test("sends what differs, and nothing else", async () => {
    const server = await show({ json: { ...RULES, block: ["bank.example", "*.krant.example"] } });
    await userEvent.type(
      screen.getByRole("textbox", { name: "Deze websites nooit" }),
      "\n  *.krant.example \n",
    );
    await save();
    await waitFor(() => expect(sent(server)).toEqual([{ block: ["bank.example", "*.krant.example"] }]));
    await screen.findByText("Alles is bewaard", {}, patience);
  });

  test("says at its line which website is not right, and selects it", async () => {
    const server = await show({ status: 422, code: "bad_pattern", more: { given: "bank.*" } });
    const field = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Alleen deze websites" });
    await userEvent.type(field, "goed.example\nBank.*");
    await save();
    expect(await screen.findByText(/^Regel 2: ‘bank\.\*’ is geen website\./, {}, patience)).toBeDefined();
    expect(document.activeElement).toBe(field);
    expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe("Bank.*");
    expect(sent(server)).toEqual([{ allow: ["goed.example", "Bank.*"] }]);
  });

  test("fills in an example of a search engine, and has none without one", async () => {
    const server = await show();
    const engine = screen.getByRole<HTMLInputElement>("textbox", { name: "Adres van de zoekmachine" });
    expect(engine.value).toBe("");
    await userEvent.click(screen.getByRole("button", { name: "DuckDuckGo invullen" }));
    await save();
    await waitFor(() => expect(sent(server)).toEqual([{ search: "https://duckduckgo.com/?q={words}" }]));
  });

  test("hides more, and says beside a selector that it is none", async () => {
    await show({ status: 422, code: "bad_selector", more: { given: "#a[" } });
    await userEvent.click(screen.getByRole("button", { name: "Verberg iets op een website" }));
    const [, site] = screen.getAllByRole("textbox", { name: "Website" });
    expect(document.activeElement).toBe(site);
    await userEvent.type(site as HTMLElement, "bank.example");
    await save();
    const [, selector] = screen.getAllByRole("textbox", { name: "CSS-selector" });
    expect(selector?.getAttribute("aria-invalid")).toBe("true");
    await userEvent.type(selector as HTMLElement, "#a[[");
    await save();
    expect(await screen.findByText(/^Dit is geen CSS-selector\./, {}, patience)).toBeDefined();
    expect(document.activeElement).toBe(selector);
  });

  test("has no accessibility violations", async () => {
    await show();
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});

describe("the form", () => {
  const typed = { ...fieldsOf(RULES), allow: "\n  a.example\n\n b.example " };

  test("leaves out empty lines and empty masks", () => {
    const masks = [...typed.masks, { site: " ", selector: "" }];
    expect(browsingOf({ ...typed, masks })).toEqual({ ...RULES, allow: ["a.example", "b.example"] });
    expect(changesOf(RULES, { ...fieldsOf(RULES), masks })).toEqual({});
  });

  test("finds the line of a refused pattern as it was typed", () => {
    const refusal = new Refusal("bad_pattern", 422, { given: "b.example" });
    const changes = changesOf(RULES, typed);
    expect(complaintOf(refusal, typed, changes)).toEqual({ at: "allow", line: 4, given: "b.example" });
    expect(complaintOf(new Refusal("invalid_input", 422, {}, ["allow.1"]), typed, changes)).toEqual({
      at: "allow",
      line: 4,
      given: "b.example",
    });
  });

  test("finds the mask whose site is refused, also behind an empty row", () => {
    const masks = [
      { site: "", selector: "" },
      { site: "x.*", selector: "#a" },
    ];
    const fields = { ...fieldsOf(RULES), masks };
    const changes = changesOf(RULES, fields);
    expect(complaintOf(new Refusal("bad_pattern", 422, { given: "x.*" }), fields, changes)).toEqual({
      at: "site",
      row: 1,
    });
    expect(complaintOf(new Refusal("invalid_input", 422, {}, ["masks.0.selector"]), fields, changes)).toEqual(
      {
        at: "selector",
        row: 1,
      },
    );
    expect(halfFilled({ ...fields, masks: [{ site: "", selector: "#a" }] })).toEqual({ at: "site", row: 0 });
  });

  test("leaves other refusals to the page", () => {
    expect(complaintOf(new Refusal("offline", 0), typed, {})).toBeUndefined();
  });
});
