import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RehearsedPage } from "../room/rehearsal/page";
import type { Rehearsal } from "../room/rehearsal/rehearsal";
import { asAdviser, asClient } from "../room/rehearsal/show";
import type { PageStore } from "./page";

let page: RehearsedPage;
let store: PageStore;

const settle = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};

async function open(scene: Rehearsal, ready = {}): Promise<void> {
  scene.server.happen("marieke", { type: "page_opened", by: "marieke", site: "a.example" });
  scene.store.start();
  await settle();
  page = new RehearsedPage(ready);
  store = page.open(scene.store);
  store.start();
  await settle();
}

const grant = { type: "input_granted", participant_id: "jan" } as const;
const down = { k: "down", x: 0.5, y: 0.5, b: 0, n: 1 } as const;
const up = { k: "up", x: 0.5, y: 0.5, b: 0 } as const;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  store.close();
  vi.useRealTimers();
});

describe("driving", () => {
  test("sends with the epoch of the server's last word", async () => {
    await open(asAdviser(), { driver: "marieke", epoch: 7 });
    store.input([down]);
    page.tell({ type: "drive", driver: "marieke", epoch: 9 });
    store.input([up]);
    expect(page.asked("input")).toEqual([
      { type: "input", epoch: 7, events: [down] },
      { type: "input", epoch: 9, events: [up] },
    ]);
  });

  test("F045 without input rights nothing leaves the browser", async () => {
    const scene = asClient();
    await open(scene, { driver: "marieke" });
    expect(store.input([down], true)).toBe(false);
    expect(store.steer({ type: "back" })).toBe(false);
    expect(page.asked("input")).toEqual([]);
    expect(scene.server.commands).toEqual([]);
  });

  test("F017 a press of who may takes the page first, and counts once the server says so", async () => {
    const scene = asClient();
    scene.server.happen("marieke", grant);
    await open(scene, { driver: "marieke", epoch: 3 });
    store.input([down], true);
    store.input([up]);
    expect([store.drives, store.acts]).toEqual([false, true]);
    await settle();
    expect(scene.server.commands).toEqual([{ type: "take_page" }]);
    expect(page.asked("input")).toEqual([]);
    page.tell({ type: "drive", driver: "jan", epoch: 4 });
    expect(page.asked("input")).toEqual([{ type: "input", epoch: 4, events: [down, up] }]);
    store.input([down]);
    expect(page.asked("input")[1]).toEqual({ type: "input", epoch: 4, events: [down] });
  });

  test("what was pressed is forgotten when taking is refused, or takes too long", async () => {
    const scene = asClient();
    scene.server.happen("marieke", grant);
    await open(scene, { driver: "marieke" });
    const told = vi.fn();
    store.onNotice(told);
    scene.server.refusals.set("take_page", "no_input_rights");
    store.input([down], true);
    await settle();
    expect(told).toHaveBeenCalledWith({ type: "refused", code: "no_input_rights" });
    expect(store.acts).toBe(false);
    scene.server.refusals.clear();
    store.input([down], true);
    vi.advanceTimersByTime(3_000);
    page.tell({ type: "drive", driver: "jan", epoch: 4 });
    expect(page.asked("input")).toEqual([]);
  });

  test("revoked in mid-word, not one more key leaves", async () => {
    const scene = asClient();
    scene.server.happen("marieke", grant);
    await open(scene, { driver: "jan", epoch: 4 });
    expect(store.input([{ k: "text", text: "J" }])).toBe(true);
    scene.server.happen("marieke", { type: "input_revoked", participant_id: "jan" });
    expect(store.input([{ k: "text", text: "a" }])).toBe(false);
    page.tell({ type: "drive", driver: null, epoch: 5 });
    expect(store.input([{ k: "text", text: "n" }], true)).toBe(false);
    expect(page.asked("input")).toHaveLength(1);
  });

  test("a client takes the page before going anywhere in it; an adviser need not", async () => {
    const scene = asClient();
    scene.server.happen("marieke", grant);
    await open(scene, { driver: "marieke" });
    store.steer({ type: "select_tab", id: "t2" });
    await settle();
    expect(page.asked("select_tab")).toEqual([]);
    page.tell({ type: "drive", driver: "jan", epoch: 4 });
    expect(page.asked("select_tab")).toEqual([{ type: "select_tab", id: "t2" }]);
    store.close();
    await open(asAdviser(), { driver: "jan" });
    store.steer({ type: "back" });
    expect(page.asked("back")).toHaveLength(1);
  });
});

describe("pictures", () => {
  test("go to the decoder, and what it has done is answered for", async () => {
    await open(asClient());
    page.report({ type: "done", number: 12, drawn: false, bytes: 1, took: 1, kind: "delta" });
    page.report({ type: "need_key" });
    expect(page.sent.slice(-2)).toEqual([{ type: "ack", n: 12 }, { type: "need_key" }]);
    expect(store.getState().drawn).toBe(false);
    page.draw(640, 360);
    expect(store.getState()).toMatchObject({ drawn: true, picture: { width: 640, height: 360 } });
  });

  test("F018 that are a haze are known as such", async () => {
    await open(asClient());
    page.report({ type: "covered", on: true });
    expect(store.getState().covered).toBe(true);
  });
});

describe("the stage", () => {
  test("gives the page its size, when it is the host's", async () => {
    await open(asAdviser());
    store.resize(1030.4, 648.6, 2);
    store.resize(1030.4, 648.6, 2);
    expect(page.asked("size").slice(1)).toEqual([{ type: "size", width: 1030, height: 649, pixel_ratio: 2 }]);
    store.close();
    await open(asClient());
    store.resize(390, 300, 3);
    expect(page.asked("size")).toEqual([]);
  });

  test("a browser tab that is hidden says so, and gets no pictures for nothing", async () => {
    await open(asClient());
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    document.dispatchEvent(new Event("visibilitychange"));
    expect(page.asked("hidden")).toEqual([{ type: "hidden", on: true }]);
  });
});

describe("a lost line", () => {
  test("takes the questions of the page and the right to press along, and keeps the last picture", async () => {
    await open(asAdviser(), { driver: "marieke" });
    page.draw();
    page.tell({
      type: "dialog",
      id: "d1",
      kind: "alert",
      message: "!",
      value: "",
      multiple: false,
      for: "marieke",
    });
    page.lose();
    expect(store.getState()).toMatchObject({ lane: "lost", driver: null, dialog: null });
    expect(store.getState().picture.width).toBeGreaterThan(0);
    expect(store.input([down], true)).toBe(false);
  });
});

describe("a masked field", () => {
  const box = { x: 0.1, y: 0.1, w: 0.2, h: 0.05 };
  test("is shown to who types in it until they drive no longer", async () => {
    await open(asAdviser(), { driver: "marieke" });
    page.tell({ type: "field", id: "f", kind: "iban", box, value: "NL91" });
    expect(store.getState().field?.value).toBe("NL91");
    page.tell({ type: "drive", driver: "jan", epoch: 3 });
    expect(store.getState().field).toBeNull();
  });
});

describe("panels that listen", () => {
  test("are asked for once, told anew after a reconnection, and end together", async () => {
    await open(asClient());
    const [one, other] = [store.listenToOutline(), store.listenToOutline()];
    expect(page.asked("outline")).toEqual([{ type: "outline", on: true }]);
    page.tell({ type: "outline", nodes: [{ id: "1", role: "heading", name: "Uw maandlast", actions: [] }] });
    expect(store.getState().outline).toHaveLength(1);
    one();
    one();
    expect(page.asked("outline")).toHaveLength(1);
    other();
    expect(page.asked("outline").at(-1)).toEqual({ type: "outline", on: false });
    expect(store.getState().outline).toBeNull();
  });
});
