import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  JAN,
  linkOf,
  MARIEKE,
  RehearsedLink,
  RehearsedSigning,
  viewOf,
} from "../features/signing/rehearsal/cast";
import type { LinkView, SigningView } from "../features/signing/types";
import { framedIn, tellParent } from "./embedding";
import { nameOf } from "./Outcome";
import { keepPass, keptPass } from "./passes";
import { Visit } from "./visit";

beforeEach(() => {
  window.sessionStorage.clear();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function arrive(link: Partial<LinkView> = {}, view: Partial<SigningView> = {}) {
  const rehearsed = new RehearsedLink(linkOf(link), new RehearsedSigning(viewOf(view)));
  const onNews = vi.fn();
  const visit = new Visit({ token: "t1", link: rehearsed, onNews });
  return { visit, link: rehearsed, onNews, place: () => visit.getState().place };
}

const OPEN = { state: "open", code: false } as const;

describe("a link to sign", () => {
  it("shows nothing of the document before the code", async () => {
    const { visit, link, place } = arrive();
    await visit.start();
    expect(place()).toBe("door");
    expect(visit.getState().view).toBeNull();
    expect(link.port.asked).toEqual([]);
    await visit.sendCode();
    expect(visit.getState().sent).toBe(true);
    link.refusals.set("open", ["code_wrong"]);
    await visit.open("000000");
    expect(place()).toBe("door");
    expect(visit.getState().problem).toMatchObject({ code: "code_wrong", details: { tries: 3 } });
    await visit.open("123456");
    expect(place()).toBe("document");
    expect(link.pass()).toMatch(/^pass-/);
  });

  it("opens at once where no code is asked for", async () => {
    const { visit, place } = arrive(OPEN);
    await visit.start();
    expect(place()).toBe("document");
  });

  it("asks for no second code when the page is loaded again, until the pass runs out", async () => {
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    keepPass("t1", { pass: "kept", expires_at });
    const { visit, link, place } = arrive();
    await visit.start();
    expect(place()).toBe("document");
    expect(link.asked.map(([what]) => what)).toEqual(["state"]);
    expect(keptPass("t2")).toBeNull();
    expect(keptPass("t1", Date.now() + 61_000)).toBeNull();
  });

  it("goes back to the door when the pass is gone, and keeps what was filled in", async () => {
    const { visit, link, place } = arrive();
    await visit.start();
    await visit.open("123456");
    const { flow } = visit.getState();
    flow?.setName("Jan V.");
    visit.leave();
    expect(place()).toBe("door");
    expect(visit.getState().back).toBe(true);
    await visit.open("654321");
    expect(visit.getState().flow).toBe(flow);
    expect(visit.getState().flow?.getState().name).toBe("Jan V.");
    expect(link.asked.filter(([what]) => what === "open")).toHaveLength(2);
  });

  it.each(["declined", "voided", "expired"] as const)("that is %s ends before any door", async (state) => {
    const { visit, link, place } = arrive({ state });
    await visit.start();
    expect(place()).toBe("outcome");
    expect(link.asked).toEqual([["state"]]);
  });

  it("that nobody knows says so, and one that cannot be asked for can be tried again", async () => {
    const { visit, link, place } = arrive(OPEN);
    link.refusals.set("state", ["link_unknown", "unreachable"]);
    await visit.start();
    expect(place()).toBe("unknown");
    await visit.start();
    expect(place()).toBe("failed");
    await visit.start();
    expect(place()).toBe("document");
  });

  it("of somebody whose turn has not come looks again by itself", async () => {
    const { visit, link, place } = arrive({ state: "waiting" });
    await visit.start();
    expect(place()).toBe("outcome");
    link.link = linkOf(OPEN);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(place()).toBe("document");
    visit.close();
  });

  it("shows the outcome after signing, and the files once everybody has", async () => {
    const { visit, link, place, onNews } = arrive(OPEN);
    await visit.start();
    const { flow } = visit.getState();
    const signed = viewOf({ signers: [MARIEKE, { ...JAN, status: "signed", turn: false }] });
    link.port.refusals.set("sign", ["already_signed"]);
    link.port.current = signed;
    flow?.setMark("signature", { ...flow.getState().signature, strokes: [] });
    await flow?.finish();
    expect(place()).toBe("outcome");
    expect(onNews.mock.calls.map(([news]) => news)).toEqual(["signed"]);
    link.port.current = { ...signed, status: "completed", files: { signed: true, log: true } };
    await vi.advanceTimersByTimeAsync(15_000);
    expect(visit.getState().view?.files.signed).toBe(true);
    expect(onNews.mock.calls.map(([news]) => news)).toEqual(["signed", "completed"]);
    visit.close();
  });

  it("tells of declining and of passing it on", async () => {
    const declining = arrive(OPEN);
    await declining.visit.start();
    await declining.visit.decline("Te duur");
    expect(declining.visit.getState()).toMatchObject({ place: "outcome", declined: true });
    expect(declining.onNews.mock.calls[0]?.[0]).toBe("declined");
    const passing = arrive(OPEN);
    await passing.visit.start();
    await passing.visit.delegate("Els", "els@x.example");
    expect(passing.visit.getState().delegated).toEqual({ name: "Els", email: "els@x.example" });
    expect(passing.link.port.asked).toContainEqual(["delegate", "Els", "els@x.example"]);
  });
});

describe("a page in a frame", () => {
  const parent = () => ({ postMessage: vi.fn() });

  it("tells only the website that the link was made for", () => {
    const told = parent();
    tellParent("signed", { kind: "embed", origin: "https://bank.example" }, "e1", told);
    expect(told.postMessage.mock.calls).toEqual([
      [{ source: "samen", type: "signed", envelope_id: "e1" }, "https://bank.example"],
    ]);
  });

  it("tells nobody when the link names no website, or every one, or there is no frame", () => {
    const told = parent();
    tellParent("signed", { kind: "embed", origin: null }, "e1", told);
    tellParent("signed", { kind: "embed", origin: "*" }, "e1", told);
    tellParent("signed", { kind: "mail", origin: "https://bank.example" }, "e1", told);
    expect(told.postMessage).not.toHaveBeenCalled();
    expect(framedIn(window)).toBeNull();
  });
});

it("D020 files carry the addition signed", () => {
  expect(nameOf("Opdracht.PDF", "signed")).toBe("Opdracht signed.pdf");
  expect(nameOf("Opdracht.pdf", "log")).toBe("Opdracht signed log.pdf");
});
