/** The settings as a whole: groups beside the open part, or a list of its own where there is no room. */
import { act, configure, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chooseLanguage } from "../../i18n";
import { member, ORGANISATION, open, serve } from "../testing";

configure({ asyncUtilTimeout: 10_000 });
beforeEach(() => chooseLanguage("nl"));
afterEach(() => vi.unstubAllGlobals());

/** Signed in, in a window of this many ems. */
function seat(role: "admin" | "adviser", ems: number) {
  serve({
    "GET /me": { json: member(role) },
    "GET /organisation": { json: ORGANISATION },
    "GET /agenda-choices": { json: { time_zone: "Europe/Amsterdam", country: "NL" } },
    "GET /services": { json: { items: [], next: null } },
  });
  let width = ems;
  const watched = new Map<string, Set<(event: { matches: boolean }) => void>>();
  const fits = (query: string) =>
    width >= Number(/min-width: ([\d.]+)em/.exec(query)?.[1] ?? Number.POSITIVE_INFINITY);
  vi.stubGlobal("matchMedia", (query: string) => {
    const listeners = watched.get(query) ?? new Set();
    watched.set(query, listeners);
    return {
      matches: fits(query),
      media: query,
      addEventListener: (_kind: string, listener: () => void) => listeners.add(listener),
      removeEventListener: (_kind: string, listener: () => void) => listeners.delete(listener),
    };
  });
  return (now: number) =>
    act(() => {
      width = now;
      for (const [query, listeners] of watched) {
        for (const tell of listeners) tell({ matches: fits(query) });
      }
    });
}

const parts = () => screen.findByRole("navigation", { name: "Onderdelen van de instellingen" });
const named = (nav: HTMLElement) =>
  within(nav)
    .getAllByRole("list")
    .map((list) => [
      list.getAttribute("aria-labelledby") &&
        document.getElementById(list.getAttribute("aria-labelledby") ?? "")?.textContent,
      ...within(list)
        .getAllByRole("link")
        .map((link) => link.textContent),
    ]);

describe("where there is room", () => {
  test("the groups stand beside the open part, which is one's own account at first", async () => {
    seat("admin", 90);
    const router = open("/adviser/settings");
    const nav = await parts();
    expect(named(nav)).toEqual([
      ["Van u", "Mijn account", "Agenda", "Beschikbaarheid"],
      ["Kantoor", "Kantoor", "Collega's", "E-mails", "Transacties"],
      ["Gesprekken", "Diensten", "Co-browsing", "Ondertekenen"],
      ["Cliënten", "Cliënten", "Berichten", "Privacy"],
      ["Koppelingen", "Uw website", "CRM-koppeling", "Webhooks", "API-sleutels"],
    ]);
    await screen.findByRole("heading", { name: "Mijn account", level: 1 });
    expect(router.state.location.pathname).toBe("/adviser/settings/account");
    await userEvent.click(within(nav).getByRole("link", { name: "Kantoor" }));
    expect(await screen.findByLabelText("Telefoonnummer")).toBeTruthy();
    expect(within(await parts()).getByRole("link", { current: "page" }).textContent).toBe("Kantoor");
  });

  test("an adviser sees what is theirs, and no group that is empty", async () => {
    seat("adviser", 90);
    open("/adviser/settings/services");
    expect(named(await parts())).toEqual([
      ["Van u", "Mijn account", "Agenda", "Beschikbaarheid"],
      ["Gesprekken", "Diensten"],
      ["Cliënten", "Berichten"],
    ]);
  });
});

describe("on a telephone", () => {
  test("the settings are a list of their own, and every part leads back to it", async () => {
    seat("admin", 24);
    const router = open("/adviser/settings");
    expect(await screen.findByRole("heading", { name: "Instellingen", level: 1 })).toBeTruthy();
    const links = within(await parts()).getAllByRole("link");
    expect(links).toHaveLength(17);
    await userEvent.click(within(await parts()).getByRole("link", { name: "Kantoor" }));
    expect(await screen.findByLabelText("Telefoonnummer")).toBeTruthy();
    expect(screen.queryByRole("navigation", { name: "Onderdelen van de instellingen" })).toBeNull();
    const back = within(screen.getByRole("main")).getByRole("link", { name: "Instellingen" });
    await userEvent.click(back);
    expect(router.state.location.pathname).toBe("/adviser/settings");
    expect(await screen.findByRole("heading", { name: "Instellingen", level: 1 })).toBeTruthy();
  });
});

test("what was typed outlives a window that grows or shrinks", async () => {
  const resize = seat("admin", 90);
  open("/adviser/settings/office");
  const phone = await screen.findByLabelText("Telefoonnummer");
  await userEvent.clear(phone);
  await userEvent.type(phone, "030 99");
  for (const ems of [24, 90]) {
    resize(ems);
    expect(screen.queryByRole("navigation", { name: "Onderdelen van de instellingen" }) !== null).toBe(
      ems === 90,
    );
    expect(screen.getByLabelText("Telefoonnummer")).toHaveProperty("value", "030 99");
  }
});
