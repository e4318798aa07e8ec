/** A client as who signs: what is filled in, what goes to the server, and letting go of them again. */
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { chooseLanguage } from "../../i18n";
import type { PickedClient } from "../clients/ClientPicker";
import { member, open, serve } from "../testing";
import { filledIn, signersOf } from "./choosing";

const patience = { timeout: 20_000 };
const COUPLE = {
  id: "P/1",
  name: "Jan en Els Smit",
  caption: "Utrecht",
  emails: ["jan@klant.example", "els@klant.example"],
  language: "nl",
  people: [
    { name: "Jan Smit", email: "jan@klant.example", language: "nl" },
    { name: "Els Bakker", email: "els@klant.example", language: "fr" },
  ],
};
const DRAFT = {
  id: "e1",
  version: 1,
  title: "Opdracht",
  status: "draft",
  seal: "none",
  level: "",
  clock: "own",
  order: "parallel",
  language: "nl",
  message: "",
  source: "desk",
  session_id: null,
  created_by: null,
  created_at: "2026-11-22T09:00:00Z",
  sent_at: null,
  expires_at: null,
  expires_in_days: 14,
  completed_at: null,
  remind_every_days: 0,
  verification: "code",
  document: { name: "Opdracht.pdf", size: 10, pages: 1, page_sizes: [], sha256: "", warnings: [] },
  signers: [],
  fields: [],
  files: { signed: false, log: false },
  problem: null,
};

beforeEach(() => chooseLanguage("nl"));

describe("what choosing a client fills in", () => {
  const one: PickedClient = { id: "c1", name: "Bakkerij Post", email: "info@post.example" };

  test("everybody with an address of their own; with one for all, the first of them", () => {
    const client = { id: "P/1", name: COUPLE.name, email: "jan@klant.example", people: COUPLE.people };
    expect(signersOf(client, "en")).toEqual([
      { name: "Jan Smit", email: "jan@klant.example", language: "nl", client_id: "P/1" },
      { name: "Els Bakker", email: "els@klant.example", language: "fr", client_id: "P/1" },
    ]);
    const shared = { ...one, people: [{ name: "Piet Post", email: "", language: "" }], language: "fr" };
    expect(signersOf(shared, "nl")).toEqual([
      { name: "Piet Post", email: "info@post.example", language: "fr", client_id: "c1" },
    ]);
    expect(signersOf(one, "en")[0]).toMatchObject({ name: "Bakkerij Post", language: "en" });
  });

  test("goes into empty rows first, and nobody comes in twice", () => {
    const chosen = signersOf(one, "nl");
    const rows = [
      { name: "Ann", email: "ann@kantoor.example" },
      { name: "", email: "" },
    ];
    const filled = filledIn(rows, chosen);
    expect(filled.map(({ name }) => name)).toEqual(["Ann", "Bakkerij Post"]);
    expect(filledIn(filled, chosen, (_, person) => person)).toHaveLength(2);
    const added = filledIn(filled, [{ ...chosen[0], name: "Piet" } as never], (_, person) => person);
    expect(added.map(({ name }) => name)).toEqual(["Ann", "Bakkerij Post", "Piet"]);
  });
});

test("D003 a couple of the office's own CRM signs: both are filled in, and bound until one is let go of", async () => {
  const server = serve({
    "GET /me": { json: member("adviser") },
    "GET /envelopes/e1": { json: DRAFT },
    "GET /crm/parties": { json: { adapter: "foreign", items: [COUPLE] } },
    "PUT /envelopes/e1": { json: { ...DRAFT, version: 2 } },
  });
  open("/adviser/signing/e1");
  const { click, paste } = userEvent.setup();
  // By their words: asking so large a page for roles takes long.
  await click(await screen.findByPlaceholderText("Zoek op naam, e-mail of telefoon", {}, patience));
  await paste("smit");
  await click(await screen.findByText("Jan en Els Smit", {}, patience));
  const addresses = screen.getAllByLabelText<HTMLInputElement>("E-mailadres");
  expect(addresses.map(({ value }) => value)).toEqual(["jan@klant.example", "els@klant.example"]);
  await click(screen.getByLabelText("Els Bakker loskoppelen van de cliënt"));
  await click(screen.getByText("Verder"));
  await expect
    .poll(() => server.sent.filter(({ method }) => method === "PUT").at(-1)?.body, patience)
    .toMatchObject({
      signers: [
        { name: "Jan Smit", email: "jan@klant.example", language: "nl", client_id: "P/1" },
        { name: "Els Bakker", email: "els@klant.example", language: "fr", client_id: null },
      ],
    });
}, 60_000);
