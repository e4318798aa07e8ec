/// <reference types="node" />
/** How the page arrives, in words; every code that the server can give has its own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it, test } from "vitest";
import { LANGUAGES, lookUp } from "../../i18n";
import { pageTexts } from "../../i18n/page";
import { panelTexts } from "../../i18n/panels";
import { RehearsedPage } from "../../room/rehearsal/page";
import { asAdviser, happens, show } from "../../room/rehearsal/show";
import { readFacts } from "./facts";

/** The panel comes in a part of its own. */
const patience = { timeout: 20_000 };

const TOLD = {
  pipeline: "x11grab",
  picture: "h264",
  width: 1030,
  height: 648,
  rung: 2,
  kbit: 1500,
  rtt_ms: 34.2,
  transport: "websocket",
  reason: "webcodecs",
  lane_loss: 0.0125,
  bbr: true,
  viewers: 2,
  input_dropped: 1,
  page: {
    pipeline: "x11grab",
    reason: "no_xcffib",
    isolation: "bubblewrap",
    sound_code: "no_sound_server",
    memory_mb: 251,
    processes: 9,
    network: { ok: 40, page_blocked: 2, address_refused: 1, unreachable: 4 },
  },
};

async function open() {
  const page = new RehearsedPage({ driver: "marieke", epoch: 9 });
  const scene = asAdviser({ page: page.open, panel: "diagnostics" });
  scene.server.happen("marieke", { type: "page_opened", by: "marieke", site: "rentewijzer.example" });
  await show(scene);
  await waitFor(
    () => expect(page.asked("diagnostics")).toEqual([{ type: "diagnostics", on: true }]),
    patience,
  );
  await happens(() => page.tell({ type: "diagnostics", ...TOLD }));
  const panel = await screen.findByRole("complementary", { name: "Diagnose" }, patience);
  return { page, panel };
}

const said = (panel: HTMLElement, name: string) => within(panel).getByText(name).nextSibling?.textContent;

describe("the diagnostics", () => {
  it("say what is used and why", async () => {
    const { panel } = await open();
    expect(said(panel, "Manier")).toContain("op de server ontbreekt xcffib of libxcb");
    expect(said(panel, "Weg")).toContain("Als video over een eigen verbinding");
    expect(said(panel, "Vertraging")).toBe("34 ms heen en terug, beeld getekend");
    expect(said(panel, "Kwaliteit")).toContain("Stap 3 van 7, tot 1,5 Mbit/s");
    expect(said(panel, "Verlies")).toContain("1,3%");
    expect(said(panel, "Geluid")).toContain("PulseAudio");
    expect(said(panel, "Afscherming")).toContain("eigen netwerk");
    expect(said(panel, "Verkeer")).toBe("3 verzoeken van de pagina geweigerd");
    expect(said(panel, "Beelden")).toBe("Geen: de pagina staat stil");
  });

  it("are asked for only while they are open", async () => {
    const { page, panel } = await open();
    await userEvent.click(within(panel).getByRole("button", { name: /Diagnose sluiten/ }));
    expect(page.asked("diagnostics").at(-1)).toEqual({ type: "diagnostics", on: false });
  });

  it("have no accessibility violations", async () => {
    const { panel } = await open();
    const { violations } = await axe.run(panel, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});

describe("facts", () => {
  test("come from the connection that carries the picture", () => {
    const rtc = { state: "connected", rtt_ms: 80, rung: 4, rate: 450_000, loss: 0.04 };
    const facts = readFacts({ ...TOLD, transport: "webrtc", rtc });
    expect(facts).toMatchObject({ delay: 80, rung: 4, kbit: 450, loss: 0.04 });
    expect(readFacts({ ...TOLD, rtc })).toMatchObject({ delay: 34, rung: 2, kbit: 1500 });
  });

  test("of a server that tells less are empty, not wrong", () => {
    expect(readFacts({})).toMatchObject({ pipeline: "", delay: null, viewers: 0, refused: 0 });
  });
});

const COBROWSE = join(import.meta.dirname, "../../../../cobrowse");

/** The codes in the server's own source: one that is new there fails here until it has words. */
function codes(file: string, pattern: RegExp): string[] {
  const source = readFileSync(join(COBROWSE, file), "utf8");
  const found = [...source.matchAll(pattern)].flatMap((match) => match.slice(1).filter(Boolean));
  return [...new Set(found)].sort();
}

const CHOICES = codes("rtc/choice.py", /Choice\("(\w+)", "\w+"\)/g);
const CHOICE_REASONS = codes("rtc/choice.py", /Choice\("\w+", "(\w+)"\)/g);
const PIPELINES = codes("pipeline.py", /^KINDS = \("(\w+)", "(\w+)", "(\w+)"\)/gm);
const PIPELINE_REASONS = codes("pipeline.py", /(?:reason = |reason or |wanted, )"(\w+)"/g);
const SOUND = [
  ...codes("rtc/sound.py", /(?:_code = |_stop_reading\()"(\w+)"/g),
  ...codes("rtc/daemon.py", /Silent\("(\w+)"\)|(?:code|error) = "(\w+)"/g),
  "no_sound_server",
];
const WALLS = codes("browser/walls.py", /return "(\w+)" if .* else "(\w+)" if .* else "(\w+)"/g);
const ABLE = [
  ...codes("house.py", /(?:Ability|Unable)\("(\w+)"/g),
  ...codes("pipeline.py", /(?:Ability|Unable)\("(\w+)"/g),
  ...codes("browser/engine.py", /Unable\("(\w+)"/g),
  ...codes("browser/display.py", /Unable\("(\w+)"/g),
];

describe.each(LANGUAGES)("words in %s", (language) => {
  const without = (about: string, all: readonly string[]) =>
    all.filter((code) => lookUp(panelTexts, language, `${about}_${code}`) === undefined);

  test("exist for every way and reason of the server", () => {
    expect(CHOICES).toEqual(["stills", "webrtc", "websocket"]);
    expect(CHOICE_REASONS.length).toBeGreaterThanOrEqual(6);
    expect(PIPELINES).toEqual(["damage", "screencast", "x11grab"]);
    expect(PIPELINE_REASONS).toEqual(expect.arrayContaining(["forced", "no_xcffib", "no_xvfb"]));
    expect(WALLS).toHaveLength(3);
    expect(without("transport", CHOICES)).toEqual([]);
    expect(without("transportWhy", [...CHOICE_REASONS, ...codes("seats.py", /"reason": "(\w+)"/g)])).toEqual(
      [],
    );
    expect(without("pipeline", PIPELINES)).toEqual([]);
    expect(
      without(
        "pipeline",
        PIPELINES.map((name) => `${name}_text`),
      ),
    ).toEqual([]);
    expect(without("pipelineWhy", ["", ...PIPELINE_REASONS])).toEqual([]);
    expect(without("soundWhy", SOUND)).toEqual([]);
    expect(without("isolation", WALLS)).toEqual([]);
  });

  test("exist for everything that keeps a page from opening", () => {
    expect(ABLE.length).toBeGreaterThanOrEqual(5);
    expect(ABLE.filter((code) => lookUp(pageTexts, language, `refusal_${code}`) === undefined)).toEqual([]);
  });
});
