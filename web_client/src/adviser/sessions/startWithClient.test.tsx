/** A session about a client who is chosen on the sessions page, in the built-in CRM or in one of someone else. */
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { chooseLanguage } from "../../i18n";
import { type Answer, member, open, serve } from "../testing";

const patience = { timeout: 10_000 };
const JAN = { id: "P/1", name: "Jan Smit", caption: "Utrecht", emails: ["jan@klant.example"] };

beforeEach(() => chooseLanguage("nl"));

function housed(parties: Answer) {
  return serve({
    "GET /me": { json: member("adviser") },
    "GET /sessions": { json: { items: [], next: null } },
    "GET /crm/parties": parties,
  });
}

async function asked() {
  open("/adviser/sessions");
  await userEvent.click(await screen.findByRole("button", { name: "Sessie met een cliënt" }, patience));
  await userEvent.type(await screen.findByRole("textbox", { name: /Cliënt/ }, patience), "smit");
}

describe("a session with a client", () => {
  test("F056 F058 is about a client of the office's own CRM, with the page or without", async () => {
    const server = housed({ json: { adapter: "foreign", items: [JAN] } });
    const opened = vi.spyOn(window, "open").mockReturnValue(window);
    await asked();
    const hit = await screen.findByRole("option", { name: /Jan Smit/, hidden: true }, patience);
    expect(screen.queryByRole("option", { name: /Nieuwe cliënt/, hidden: true })).toBeNull();
    await userEvent.click(hit);
    await userEvent.click(screen.getByRole("radio", { name: "Zonder klantpagina", hidden: true }));
    const dialog = screen.getByRole("dialog", { name: "Sessie met een cliënt", hidden: true });
    await userEvent.click(within(dialog).getByRole("button", { name: "Sessie starten", hidden: true }));
    expect(opened).toHaveBeenLastCalledWith("/session/new?client=P%2F1&page=no", "_blank");
    expect(server.sent.some(({ path }) => path === "/clients")).toBe(false);
  });

  test("F057 offers a new client where the built-in CRM keeps them", async () => {
    housed({ json: { adapter: "builtin", items: [] } });
    await asked();
    expect(
      await screen.findByRole("option", { name: /smit/, hidden: true }, patience),
      "the way to a new client",
    ).toBeDefined();
  });

  test("says so when the CRM cannot be reached", async () => {
    housed({ status: 503, code: "crm_down" });
    await asked();
    expect(await screen.findByText("De cliënten zijn nu niet te bereiken.", {}, patience)).toBeDefined();
  });
});
