/** What the office keeps of clients: labels, teams and own fields are changed and deleted in the same way. */
import { configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chooseLanguage } from "../../i18n";
import { type Answer, member, open, serve } from "../testing";

const TAG = { id: "t1", name: "Vip", count: 3, version: 1 };
const TEAMS = [
  { id: "g1", name: "Iedereen", first: true, members: [], version: 1 },
  { id: "g2", name: "Hypotheken", first: false, members: [{ id: "u1", name: "Marieke" }], version: 1 },
];
const FIELD = {
  id: "f1",
  key: "income",
  label: "Inkomen",
  kind: "number",
  choices: [],
  facet: false,
  position: 1,
};

configure({ asyncUtilTimeout: 10_000 });
beforeEach(() => chooseLanguage("nl"));
afterEach(() => vi.unstubAllGlobals());

function office(more: Record<string, Answer> = {}) {
  return serve({
    "GET /me": { json: member("admin") },
    "GET /tags": { json: { items: [TAG] } },
    "GET /teams": { json: { items: TEAMS } },
    "GET /client-fields": { json: { items: [{ ...FIELD, version: 1 }] } },
    "GET /client-choices": { json: { allow_bsn: false, shown_to: "everyone" } },
    "GET /colleagues": { json: { items: [{ id: "u1", name: "Marieke" }] } },
    ...more,
  });
}

test.each([
  ["Vip", "/tags/t1"],
  ["Hypotheken", "/teams/g2"],
  ["Inkomen", "/client-fields/f1"],
])("%s is deleted after a question, and a refusal stands in its row", async (name, path) => {
  const server = office({ [`DELETE ${path}`]: { status: 409, code: "changed_meanwhile" } });
  open("/adviser/settings/clients");
  const row = (await screen.findByText(name, { selector: "strong" })).closest("li") as HTMLElement;
  const buttons = within(row).getAllByRole("button");
  await userEvent.click(buttons.at(-1) as HTMLElement);
  const question = within(await screen.findByRole("dialog"));
  expect(server.sent.some(({ method }) => method === "DELETE")).toBe(false);
  await userEvent.click(question.getByRole("button", { name: "Verwijderen" }));
  await waitFor(() =>
    expect(server.sent.some((one) => one.method === "DELETE" && one.path === path)).toBe(true),
  );
  expect((await within(row).findByRole("alert")).textContent).not.toBe("");
});

test("everybody's team is changed, and cannot be deleted", async () => {
  office();
  open("/adviser/settings/clients");
  const row = (await screen.findByText("Iedereen", { selector: "strong" })).closest("li") as HTMLElement;
  expect(within(row).getAllByRole("button")).toHaveLength(1);
});
