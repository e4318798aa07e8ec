import { readFileSync } from "node:fs";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { PageDialog, PageNews } from "../../protocol/page";
import { Problem } from "../../protocol/rest";
import { RehearsedPage, TAB } from "../../room/rehearsal/page";
import type { Rehearsal } from "../../room/rehearsal/rehearsal";
import { FAVOURITES } from "../../room/rehearsal/scenes";
import { asAdviser, asClient, happens, show } from "../../room/rehearsal/show";

vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    disconnect() {}
  },
);

// Fetched by itself in the room; here once, before the clocks of the tests start.
beforeAll(async () => {
  await import("./whole");
});

const opened = { type: "page_opened", by: "marieke", site: "rentewijzer.example" } as const;
const granted = { type: "input_granted", participant_id: "jan" } as const;
const taken = { type: "page_taken", participant_id: "jan", epoch: 9 } as const;

interface Given {
  readonly driver?: string | null;
  readonly events?: Parameters<Rehearsal["server"]["happen"]>[1][];
  readonly news?: Partial<PageNews>;
  readonly width?: number;
}

/** A page on the stage of this room, running and with a picture, unless the news says otherwise. */
async function withPage(
  make: typeof asAdviser,
  { driver = "marieke", events = [], news = {}, width }: Given = {},
): Promise<{ scene: Rehearsal; page: RehearsedPage }> {
  const page = new RehearsedPage({ driver, epoch: 9 });
  const scene = make({ page: page.open });
  scene.server.happen("marieke", opened);
  for (const event of events) scene.server.happen("marieke", event);
  await show(scene, width);
  await waitFor(() => expect(page.store?.getState().lane).toBe("live"));
  await happens(() => {
    page.news(news);
    page.draw();
  });
  return { scene, page };
}

const strip = () => within(screen.getByRole("main")).getAllByRole("status")[0]!.textContent;
const dialog = (changes: Partial<PageDialog>): PageDialog => ({
  type: "dialog",
  id: "d1",
  kind: "alert",
  message: "",
  value: "",
  multiple: false,
  for: "marieke",
  ...changes,
});

describe("F034 the address field", () => {
  it("opens what is typed, for everybody", async () => {
    const open = vi.fn(() => Promise.resolve({ site: "rentewijzer.example" }));
    await show(asAdviser({ pageApi: { open } }));
    const field = await screen.findByRole("textbox", { name: "Adres" });
    await userEvent.type(field, " rentewijzer.example {Enter}");
    expect(open).toHaveBeenCalledWith("rentewijzer.example");
  });

  it.each([
    ["page_blocked", /staat deze site niet toe/],
    ["search_off", /Zoeken met woorden staat uit/],
    ["address_refused", /openbare website/],
    ["no_browser", /kan geen webpagina's openen/],
    ["unreachable", /niet te bereiken/],
  ])("says in words why it did not: %s", async (code, sentence) => {
    const open = () => Promise.reject(new Problem(code, 400));
    await show(asAdviser({ pageApi: { open } }));
    const field = await screen.findByRole("textbox", { name: "Adres" });
    await userEvent.type(field, "geheim.example{Enter}");
    expect((await screen.findByRole("alert")).textContent).toMatch(sentence);
    expect(field).toBe(document.activeElement);
    expect((field as HTMLInputElement).value).toBe("geheim.example");
    await userEvent.type(field, "x");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("says where the page is and whether the line to it is safe; Escape brings that back", async () => {
    const { page } = await withPage(asAdviser);
    const field = (await screen.findByRole("textbox", { name: "Adres" })) as HTMLInputElement;
    expect(field.value).toBe(TAB.address);
    expect(screen.getByText("De verbinding met deze site is beveiligd")).toBeDefined();
    await userEvent.clear(field);
    await userEvent.type(field, "iets anders{Escape}");
    expect(field.value).toBe(TAB.address);
    await happens(() =>
      page.news({ tabs: [{ ...TAB, secure: false, address: "http://oud.example/" }], loading: true }),
    );
    expect(screen.getByText("Onveilig")).toBeDefined();
    expect(screen.getByRole("progressbar", { name: "De pagina wordt geladen" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Stop met laden" }));
    expect(page.asked("stop")).toHaveLength(1);
  });

  it("goes back, forward and loads again, where that is possible", async () => {
    const { page } = await withPage(asAdviser, { news: { can_back: true, can_forward: false } });
    await userEvent.click(await screen.findByRole("button", { name: "Terug" }));
    await userEvent.click(screen.getByRole("button", { name: "Vooruit" }));
    await userEvent.click(screen.getByRole("button", { name: "Opnieuw laden" }));
    expect(page.asked("back")).toHaveLength(1);
    expect(page.asked("forward")).toHaveLength(0);
    expect(page.asked("reload")).toHaveLength(1);
    expect(screen.getByRole("button", { name: "Vooruit" }).getAttribute("aria-disabled")).toBe("true");
  });

  /** An address bar whose requests are answered when the test says so. */
  async function slowly() {
    const page = new RehearsedPage({ driver: "marieke", epoch: 9 });
    const answers: { resolve: () => void; reject: () => void }[] = [];
    const open = vi.fn(
      () =>
        new Promise<{ site: string }>((resolve, reject) => {
          answers.push({
            resolve: () => resolve({ site: "rentewijzer.example" }),
            reject: () => reject(new Problem("page_blocked", 403)),
          });
        }),
    );
    const scene = asAdviser({ page: page.open, pageApi: { open } });
    scene.server.happen("marieke", opened);
    await show(scene);
    await waitFor(() => expect(page.store?.getState().lane).toBe("live"));
    await happens(() => page.news());
    const field = (await screen.findByRole("textbox", { name: "Adres" })) as HTMLInputElement;
    const at = (address: string) => happens(() => page.news({ tabs: [{ ...TAB, address }] }));
    return { open, answers, field, at };
  }

  const retype = async (field: HTMLElement, text: string) => {
    await userEvent.clear(field);
    await userEvent.type(field, text);
  };

  it("keeps what is typed while the answer to the address before comes in, and sends exactly that", async () => {
    const { open, answers, field, at } = await slowly();
    await retype(field, "een.example{Enter}");
    expect(document.activeElement).not.toBe(field);
    expect(field.value).toBe("een.example");
    await retype(field, "twee.exa");
    await at("https://een.example/");
    await happens(() => answers[0]!.resolve());
    expect(field.value).toBe("twee.exa");
    expect(document.activeElement).toBe(field);
    await userEvent.keyboard("mple{Enter}");
    expect(open.mock.calls).toEqual([["een.example"], ["twee.example"]]);
    await happens(() => answers[1]!.resolve());
    await at("https://twee.example/");
    expect(field.value).toBe("https://twee.example/");
  });

  it("shows the same text while it has the focus, all of it selected, wherever the page goes", async () => {
    const { open, field, at } = await slowly();
    await happens(() => field.focus());
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, TAB.address.length]);
    await at("https://elders.example/");
    expect(field.value).toBe(TAB.address);
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, TAB.address.length]);
    await userEvent.keyboard("nieuw.example{Enter}");
    expect(open.mock.calls).toEqual([["nieuw.example"]]);
  });

  it("shows where the page is as soon as it is left unchanged", async () => {
    const { field, at } = await slowly();
    await happens(() => field.focus());
    await at("https://elders.example/");
    await happens(() => field.blur());
    expect(field.value).toBe("https://elders.example/");
  });

  it("leaves a newer address alone when an older one is refused, and says so elsewhere", async () => {
    const { answers, field } = await slowly();
    await retype(field, "fout.example{Enter}");
    await retype(field, "goed.example");
    await happens(() => answers[0]!.reject());
    expect(field.value).toBe("goed.example");
    expect(field.getAttribute("aria-invalid")).toBeNull();
    expect(screen.getByText(/staat deze site niet toe/)).toBeDefined();
    await userEvent.keyboard("{Enter}");
    expect(field.value).toBe("goed.example");
  });

  it("forgets the refusal of an address after which another was asked for", async () => {
    const { answers, field } = await slowly();
    await retype(field, "fout.example{Enter}");
    await retype(field, "goed.example{Enter}");
    await happens(() => answers[0]!.reject());
    expect(field.value).toBe("goed.example");
    expect(document.activeElement).not.toBe(field);
    expect(screen.queryByText(/staat deze site niet toe/)).toBeNull();
  });

  it("is the adviser's alone", async () => {
    await withPage(asClient);
    expect(screen.queryByRole("textbox", { name: "Adres" })).toBeNull();
  });
});

describe("F035 tiles and favourites", () => {
  const favourites = () => Promise.resolve({ favourites: FAVOURITES, may_edit_office: true });

  it("open by a press, the most used first", async () => {
    const open = vi.fn(() => Promise.resolve({ site: "kadaster.example" }));
    await show(asAdviser({ pageApi: { open, favourites } }));
    const office = await screen.findByRole("region", { name: "Tegels van het kantoor" });
    await waitFor(() => expect(within(office).getAllByRole("button").length).toBeGreaterThan(3));
    const names = within(office)
      .getAllByRole("listitem")
      .map((item) => item.textContent);
    expect(names[0]).toContain("Rentewijzer");
    expect(names.at(-1)).toBe("Tegel toevoegen");
    const mine = screen.getByRole("region", { name: "Mijn favorieten" });
    expect(mine.textContent).toContain("12 keer gebruikt");
    expect(mine.textContent).toContain("Gisteren");
    await userEvent.click(within(office).getByRole("button", { name: /Kadaster/ }));
    expect(open).toHaveBeenCalledWith("https://kadaster.example/");
  });

  it("are added, changed and removed in a dialog", async () => {
    const add = vi.fn((given: { title: string; address: string; note: string; scope: "mine" | "office" }) =>
      Promise.resolve({ ...FAVOURITES[0]!, ...given, id: "new", uses: 0 }),
    );
    const remove = vi.fn(() => Promise.resolve());
    await show(asAdviser({ pageApi: { favourites, add, remove } }));
    await userEvent.click(await screen.findByRole("button", { name: "Tegel toevoegen" }));
    const form = await screen.findByRole("dialog", { name: "Tegel toevoegen" });
    await userEvent.click(within(form).getByRole("button", { name: "Bewaren" }));
    expect(within(form).getAllByText("Dit veld is nodig.")).toHaveLength(2);
    await userEvent.type(within(form).getByRole("textbox", { name: "Naam" }), "Bank");
    await userEvent.type(within(form).getByRole("textbox", { name: "Webadres" }), "bank.example");
    await userEvent.click(within(form).getByRole("button", { name: "Bewaren" }));
    expect(add).toHaveBeenCalledWith({ scope: "office", title: "Bank", address: "bank.example", note: "" });
    expect(await screen.findByRole("button", { name: /^Bank/ })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Bewerken" }));
    await userEvent.click(screen.getByRole("button", { name: /Huiskijker/ }));
    const change = await screen.findByRole("dialog", { name: "Tegel bewerken" });
    await userEvent.click(within(change).getByRole("button", { name: "Verwijderen" }));
    expect(remove).toHaveBeenCalledWith("f4");
    await waitFor(() => expect(screen.queryByRole("button", { name: /Huiskijker/ })).toBeNull());
  });

  it("keep the page that is open, by the star beside its address", async () => {
    const add = vi.fn(() =>
      Promise.resolve({ ...FAVOURITES[0]!, scope: "mine" as const, address: TAB.address }),
    );
    const page = new RehearsedPage({ driver: "marieke" });
    const scene = asAdviser({ page: page.open, pageApi: { favourites, add } });
    scene.server.happen("marieke", opened);
    await show(scene);
    await waitFor(() => expect(page.store?.getState().lane).toBe("live"));
    await happens(() => page.news());
    const star = await screen.findByRole("button", { name: "Favoriet" });
    expect(star.getAttribute("aria-pressed")).toBe("false");
    await userEvent.click(star);
    expect(add).toHaveBeenCalledWith({
      scope: "mine",
      title: TAB.title,
      note: "",
      address: TAB.address,
    });
    await waitFor(() => expect(star.getAttribute("aria-pressed")).toBe("true"));
  });
});

describe("F003 a page on the stage", () => {
  it("says to the adviser who controls, and takes over", async () => {
    const { scene } = await withPage(asAdviser, { driver: "jan", events: [granted, taken] });
    expect(strip()).toBe("Jan bestuurt deze pagina. U kijkt mee.");
    await userEvent.click(screen.getByRole("button", { name: "Neem het over" }));
    expect(scene.server.commands).toEqual([{ type: "take_page" }]);
  });

  it("asks nothing of a client who watches", async () => {
    await withPage(asClient);
    expect(strip()).toContain("Marieke bestuurt deze pagina.");
    expect(strip()).toContain("U kijkt mee; u hoeft niets te doen.");
    expect(screen.getByRole("img", { name: "Gedeelde pagina" })).toBeDefined();
    expect(screen.queryByRole("textbox", { name: "Typen in de pagina" })).toBeNull();
    for (const name of ["Vergroten", "Volledig scherm"]) {
      expect(screen.getByRole("button", { name })).toBeDefined();
    }
  });

  it("lets a client who drives stop, and says how the keyboard gets out", async () => {
    const { scene } = await withPage(asClient, { driver: "jan", events: [granted, taken] });
    const field = screen.getByRole("textbox", { name: "Typen in de pagina" });
    const hint = document.getElementById(field.getAttribute("aria-describedby")!);
    expect(hint?.textContent).toContain("F6");
    field.focus();
    await userEvent.keyboard("{F6}");
    expect(document.activeElement?.closest("#bar")).not.toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Stop met besturen" }));
    expect(scene.server.commands).toEqual([{ type: "release_page" }]);
  });

  it("knows at once when somebody else has taken over", async () => {
    const { page } = await withPage(asAdviser);
    const field = screen.getByRole("textbox", { name: "Typen in de pagina" });
    const hint = () => document.getElementById(field.getAttribute("aria-describedby")!)?.textContent;
    expect(hint()).toContain("Uw toetsen gaan naar de pagina");
    await happens(() => page.tell({ type: "drive", driver: "jan", epoch: 10 }));
    expect(hint()).toContain("Neem eerst de besturing");
  });

  describe("F017 letters typed at the page", () => {
    const press = async () => {
      await userEvent.click(screen.getByRole("img", { name: "Gedeelde pagina" }));
    };
    const panel = (scene: Rehearsal) => scene.ui.getState().panel;

    it("are no shortcuts of the room for a client without rights, who is told why", async () => {
      const { scene, page } = await withPage(asClient);
      await happens(() => scene.ui.show(null));
      await press();
      await userEvent.keyboard("Nothing mcs");
      expect(panel(scene)).toBeNull();
      expect(scene.server.commands).toEqual([]);
      expect(page.asked("input")).toEqual([]);
      expect(screen.getByText(/U kijkt nu alleen mee/)).toBeDefined();
    });

    it.each(["{Escape}", "{F6}", "{Tab}"])("are shortcuts again after %s", async (key) => {
      const { scene } = await withPage(asClient);
      await happens(() => scene.ui.show(null));
      await press();
      await userEvent.keyboard(`t${key}`);
      expect(panel(scene)).toBeNull();
      await userEvent.keyboard("t");
      expect(panel(scene)).toBe("chat");
    });

    it("are shortcuts while nobody has pressed on the page", async () => {
      const { scene } = await withPage(asClient);
      await happens(() => scene.ui.show(null));
      await userEvent.keyboard("t");
      expect(panel(scene)).toBe("chat");
    });

    it("are none when the right goes in the middle of a word", async () => {
      const { scene } = await withPage(asClient, { driver: "jan", events: [granted, taken] });
      await happens(() => scene.ui.show(null));
      screen.getByRole("textbox", { name: "Typen in de pagina" }).focus();
      await happens(() => scene.server.happen("marieke", { type: "input_revoked", participant_id: "jan" }));
      await userEvent.keyboard("t");
      expect(panel(scene)).toBeNull();
      await userEvent.keyboard("{Escape}t");
      expect(panel(scene)).toBe("chat");
    });

    it("are none on a blurred page either", async () => {
      const { scene } = await withPage(asClient, {
        events: [{ type: "page_blur_switched", on: true, by: "marieke" }],
      });
      await happens(() => scene.ui.show(null));
      await userEvent.click(screen.getByRole("heading", { name: "Even niets te zien" }));
      await userEvent.keyboard("t");
      expect(panel(scene)).toBeNull();
      expect(screen.getByText(/De webpagina is vervaagd/)).toBeDefined();
    });
  });

  it("shows the badge of F6 to nobody whose fingers need the keyboard's button in that place", () => {
    const css = readFileSync(`${import.meta.dirname}/Page.module.css`, "utf8");
    const [, coarse = ""] = /@media \(pointer: coarse\) \{\n([\s\S]*?)\n\}/.exec(css) ?? [];
    expect(coarse).toMatch(/\.phoneKeys \{\s*display: flex;/);
    // As exact as the rule that shows it, and after it.
    const rule = '.keys:focus-visible:not([data-by="pointer"]) ~ .focusMark {';
    expect(css.split(rule)).toHaveLength(3);
    expect(coarse.split(rule)[1]).toMatch(/^\s*display: none;/);
    expect(css.indexOf(rule)).toBeLessThan(css.indexOf(coarse));
  });

  describe("F017 taking over", () => {
    const TAKEN = /heeft het overgenomen/;
    const back = { type: "page_taken", participant_id: "marieke", epoch: 10 } as const;
    const revoked = { type: "input_revoked", participant_id: "jan" } as const;

    it("is told to the client it was taken from, until they drive again", async () => {
      const { scene } = await withPage(asClient, { driver: "jan", events: [granted, taken] });
      await happens(() => scene.server.happen("marieke", back));
      expect(screen.getByText(TAKEN).textContent).toContain("Marieke");
      await happens(() => scene.server.happen("jan", { ...taken, epoch: 11 }));
      expect(screen.queryByText(TAKEN)).toBeNull();
    });

    it("is no news any more when the right is gone too", async () => {
      const { scene } = await withPage(asClient, { driver: "jan", events: [granted, taken] });
      await happens(() => scene.server.happen("marieke", back));
      await happens(() => scene.server.happen("marieke", revoked));
      expect(screen.queryByText(TAKEN)).toBeNull();
    });

    it("is not said of a right that was only taken back, nor to who did not drive", async () => {
      const { scene } = await withPage(asClient, { driver: "jan", events: [granted, taken] });
      await happens(() => scene.server.happen("marieke", revoked));
      await happens(() =>
        scene.server.happen("marieke", { type: "page_released", participant_id: "jan", epoch: 10 }),
      );
      await happens(() => scene.server.happen("marieke", { ...back, epoch: 11 }));
      expect(screen.queryByText(TAKEN)).toBeNull();
      expect(strip()).toContain("U kijkt mee");
    });
  });

  it("closes, and the session goes on", async () => {
    const { scene } = await withPage(asAdviser);
    await userEvent.click(screen.getByRole("button", { name: "Meer over deze pagina" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Stop met deze pagina" }));
    expect(scene.server.commands).toEqual([{ type: "close_page" }]);
    await happens(() => scene.server.happen("marieke", { type: "page_closed", by: "marieke" }));
    expect(screen.getByRole("heading", { name: "Wat gaan we samen bekijken?" })).toBeDefined();
    expect(screen.queryByRole("img", { name: "Gedeelde pagina" })).toBeNull();
  });

  it("has its tabs above it, which who may drive chooses, opens and closes", async () => {
    const { page } = await withPage(asAdviser, {
      news: { tabs: [TAB, { ...TAB, id: "t2", title: "Kadaster" }] },
    });
    const tabs = screen.getByRole("list", { name: "Tabbladen" });
    expect(within(tabs).getByRole("button", { current: true }).textContent).toContain(TAB.title);
    await userEvent.click(within(tabs).getByRole("button", { name: /Kadaster/ }));
    await userEvent.click(within(tabs).getByRole("button", { name: "Tabblad openen" }));
    await userEvent.click(within(tabs).getByRole("button", { name: `Tabblad ${TAB.title} sluiten` }));
    expect(page.sent.filter(({ type }) => type.endsWith("_tab"))).toEqual([
      { type: "select_tab", id: "t2" },
      { type: "new_tab" },
      { type: "close_tab", id: "t1" },
    ]);
  });

  it("changes places with a shared screen, and everybody can see which is on", async () => {
    const { scene } = await withPage(asAdviser);
    await happens(() =>
      scene.server.happen("jan", {
        type: "screen_shared",
        participant_id: "jan",
        stream_id: "x",
        surface: "window",
      }),
    );
    expect(strip()).toContain("Jan deelt het scherm.");
    const choice = screen.getByRole("group", { name: "Wat iedereen ziet" });
    expect(within(choice).getByRole("button", { pressed: true }).textContent).toBe("Scherm van Jan");
    await userEvent.click(within(choice).getByRole("button", { name: "Webpagina" }));
    expect(scene.server.commands).toEqual([{ type: "set_stage", stage: "page" }]);
  });
});

describe("F018 F040 a blurred page", () => {
  const blurred = { type: "page_blur_switched", on: true, by: "marieke" } as const;

  it("is covered for a client from that moment, and its picture with it until the haze is there", async () => {
    const { scene, page } = await withPage(asClient, { driver: "jan", events: [granted, taken] });
    await happens(() => scene.server.happen("marieke", blurred));
    expect(screen.getByRole("heading", { name: "Even niets te zien" })).toBeDefined();
    expect(page.canvas.style.visibility).toBe("hidden");
    expect(screen.queryByRole("textbox", { name: "Typen in de pagina" })).toBeNull();
    await happens(() => page.report({ type: "covered", on: true }));
    expect(page.canvas.style.visibility).toBe("");
    expect(screen.getByRole("heading", { name: "Even niets te zien" })).toBeDefined();
    await happens(() => scene.server.happen("marieke", { ...blurred, on: false }));
    // The server's haze is still on the canvas: sharp is what has been drawn sharp.
    expect(screen.getByRole("heading", { name: "Even niets te zien" })).toBeDefined();
    await happens(() => page.report({ type: "covered", on: false }));
    expect(screen.queryByRole("heading", { name: "Even niets te zien" })).toBeNull();
  });

  it("stays sharp for the adviser, who sees what the others see, and ends it", async () => {
    const { scene } = await withPage(asAdviser, { events: [blurred] });
    expect(strip()).toBe("Deze pagina is vervaagd. Alleen u ziet deze pagina scherp. U bestuurt.");
    expect(screen.getByText("Dit ziet Jan nu")).toBeDefined();
    const control = screen.getByRole("button", { name: "Scherm vervagen" });
    expect(control.getAttribute("aria-pressed")).toBe("true");
    await userEvent.click(screen.getByRole("button", { name: "Weer laten zien" }));
    await userEvent.click(control);
    expect(scene.server.commands).toEqual([
      { type: "set_blur", on: false },
      { type: "set_blur", on: false },
    ]);
  });
});

describe("a page that cannot be seen", () => {
  it.each<[string, Partial<PageNews>, string, string | null]>([
    ["starts", { status: "starting", tabs: [] }, "De browser wordt gestart", null],
    ["waits for a place", { status: "queued", place: 3 }, "Alle browsers zijn bezet", "Niet wachten"],
    ["has crashed", { status: "crashed" }, "De pagina is vastgelopen", "Haal de pagina terug"],
    [
      "does not exist",
      { can_back: false, error: { code: "name_unknown", host: "wijzr.example" } },
      "wijzr.example bestaat niet",
      "Adres veranderen",
    ],
    [
      "has a wrong certificate",
      { error: { code: "certificate", host: "oud.example" } },
      "oud.example is niet goed beveiligd",
      "Terug",
    ],
    [
      "is blocked",
      { error: { code: "page_blocked", host: "spel.example" } },
      "spel.example is geblokkeerd",
      "Terug",
    ],
    [
      "does not answer",
      { error: { code: "unreachable", host: "stil.example" } },
      "stil.example is niet te bereiken",
      "Opnieuw proberen",
    ],
    [
      "fails in a new way",
      { error: { code: "tomorrow" } },
      "deze site kon niet worden geopend",
      "Opnieuw proberen",
    ],
  ])("that %s says so, with at most one thing to do", async (_name, news, title, button) => {
    await withPage(asAdviser, { news });
    const card = screen.getByRole("heading", { name: title }).closest("section")!;
    expect(
      within(card)
        .queryAllByRole("button")
        .map((one) => one.textContent),
    ).toEqual(button === null ? [] : [button]);
  });

  it("brings a crashed page back with one press, and tells a client who can", async () => {
    const { page } = await withPage(asAdviser, { news: { status: "crashed" } });
    await userEvent.click(screen.getByRole("button", { name: "Haal de pagina terug" }));
    expect(page.asked("restart")).toHaveLength(1);
  });

  it("leaves a client without a button that would do nothing", async () => {
    await withPage(asClient, { news: { status: "crashed" } });
    expect(screen.getByText(/Marieke kan de pagina terughalen/)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Haal de pagina terug" })).toBeNull();
  });

  it("keeps its last picture while the line is gone", async () => {
    const { page } = await withPage(asClient);
    await happens(() => page.lose());
    expect(screen.getByText(/Het beeld van de pagina is even weg/)).toBeDefined();
    expect(screen.getByRole("img", { name: "Gedeelde pagina" })).toBeDefined();
  });
});

describe("what the page asks", () => {
  it("is asked of who has control, and answered once", async () => {
    const { page } = await withPage(asAdviser);
    await happens(() =>
      page.tell(dialog({ kind: "confirm", message: "Wissen?", host: "rentewijzer.example" })),
    );
    const box = screen.getByRole("dialog", { name: "Vraag van rentewijzer.example" });
    expect(box.textContent).toContain("Wissen?");
    await userEvent.click(within(box).getByRole("button", { name: "Ja" }));
    expect(page.asked("answer")).toEqual([{ type: "answer", dialog: "d1", accept: true }]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("is only told to the others, by name", async () => {
    const { page } = await withPage(asClient);
    await happens(() => page.tell(dialog({ kind: "confirm", message: "Wissen?" })));
    expect(screen.getByText("De pagina vraagt Marieke iets.")).toBeDefined();
    expect(screen.queryByText("Wissen?")).toBeNull();
  });

  it("Escape means no", async () => {
    const { page } = await withPage(asAdviser);
    await happens(() => page.tell(dialog({ kind: "beforeunload" })));
    await userEvent.keyboard("{Escape}");
    expect(page.asked("answer")).toEqual([{ type: "answer", dialog: "d1", accept: false }]);
  });

  it("takes text, by Enter as well", async () => {
    const { page } = await withPage(asAdviser);
    await happens(() => page.tell(dialog({ kind: "prompt", message: "Uw naam?", value: "An" })));
    await userEvent.type(screen.getByRole("textbox", { name: "Uw naam?" }), "na{Enter}");
    expect(page.asked("answer")).toEqual([{ type: "answer", dialog: "d1", accept: true, text: "Anna" }]);
  });

  it("offers a list, of which a click is the choice", async () => {
    const { page } = await withPage(asClient, { driver: "jan", events: [granted, taken] });
    const options = [{ label: "5 jaar" }, { label: "10 jaar", selected: true }, { label: "20 jaar" }];
    await happens(() => page.tell(dialog({ kind: "select", options, for: "jan" })));
    expect(document.activeElement).toBe(screen.getByRole("radio", { name: "10 jaar" }));
    await userEvent.click(screen.getByRole("radio", { name: "20 jaar" }));
    expect(page.asked("answer")).toEqual([{ type: "answer", dialog: "d1", accept: true, index: 2 }]);
  });

  it("offers the files of the session and no others", async () => {
    const { page } = await withPage(asAdviser);
    const files = [{ id: "a", name: "Jaaropgave.pdf", size: 1_240_000 }];
    await happens(() => page.tell(dialog({ kind: "files", files })));
    expect(document.querySelector("input[type=file][data-first]")).toBeNull();
    await userEvent.click(screen.getByRole("radio", { name: /Jaaropgave\.pdf 1,2 MB/ }));
    await userEvent.click(screen.getByRole("button", { name: "Geef dit bestand" }));
    expect(page.asked("answer")).toEqual([{ type: "answer", dialog: "d1", accept: true, file_ids: ["a"] }]);
  });
});

describe("masked fields", () => {
  const box = { x: 0.1, y: 0.2, w: 0.3, h: 0.05 };

  it("show their value to who types it, who is told what the others see", async () => {
    const { page } = await withPage(asAdviser);
    await happens(() => page.tell({ type: "field", id: "f", kind: "iban", box, value: "NL91ABNA" }));
    expect(screen.getByText("NL91ABNA").parentElement?.style.left).toBe("10%");
    expect(screen.getByText("Anderen zien hier bolletjes")).toBeDefined();
  });

  it("say to the others that there are dots", async () => {
    const { page } = await withPage(asClient);
    await happens(() => page.tell({ type: "masked", fields: [{ kind: "iban", box }] }));
    expect(screen.getByText("Verborgen veld: u ziet bolletjes")).toBeDefined();
    await happens(() => page.tell({ type: "masked", fields: [] }));
    expect(screen.queryByText("Verborgen veld: u ziet bolletjes")).toBeNull();
  });
});

describe("what happens in the page", () => {
  it("a download is told, and found in the files", async () => {
    const { scene, page } = await withPage(asAdviser);
    await happens(() =>
      page.tell({ type: "notice", code: "download_saved", file_id: "f1", name: "polis.pdf" }),
    );
    expect(screen.getByText("polis.pdf staat nu bij de bestanden van deze sessie.")).toBeDefined();
    expect(scene.ui.getState().panel).toBe("files");
  });

  it.each([
    [{ code: "permission_refused", what: "camera" }, /De site vroeg om uw camera/],
    [{ code: "download_refused", name: "a.zip", why: "file_too_large" }, /Het bestand is te groot/],
    [{ code: "too_many_tabs" }, /Sluit er eerst een/],
  ])("%o is a sentence", async (notice, sentence) => {
    const { page } = await withPage(asAdviser);
    await happens(() => page.tell({ type: "notice", ...notice }));
    expect(screen.getByText(sentence)).toBeDefined();
  });

  it("what is copied in the page is on this computer's clipboard", async () => {
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    const { page } = await withPage(asAdviser);
    await happens(() => page.tell({ type: "copied", text: "€ 1.548" }));
    expect(write).toHaveBeenCalledWith("€ 1.548");
    expect(await screen.findByText("Gekopieerd uit de pagina")).toBeDefined();
  });
});

describe("accessibility", () => {
  it.each([
    ["the page of an adviser", asAdviser, {}],
    ["a client who drives", asClient, { driver: "jan", events: [granted, taken] }],
    ["a page that crashed, on a phone", asClient, { width: 390, news: { status: "crashed" as const } }],
  ])("axe finds nothing for %s", async (_name, make, given) => {
    const { page } = await withPage(make, given);
    await happens(() => page.tell(dialog({ kind: "prompt", message: "Naam?", for: "jan" })));
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 160))])).toEqual([]);
  });
});
