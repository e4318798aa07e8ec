import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isEmail, SigningFlow } from "./flow";
import { MORE_FIELDS, RehearsedSigning, scribble, viewOf } from "./rehearsal/cast";
import type { Signature, SigningView, Step } from "./types";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function begin(changes: Partial<SigningView> = {}) {
  const view = viewOf(changes);
  const port = new RehearsedSigning(view);
  const steps: Step[] = [];
  const onSigned = vi.fn();
  const flow = new SigningFlow({ api: port, view, onStep: (step) => steps.push(step), onSigned });
  const sent = () => port.asked.filter(([what]) => what === "sign").map(([, body]) => body as Signature);
  return { flow, port, steps, onSigned, sent };
}

function draw(flow: SigningFlow): void {
  flow.confirmDetails();
  flow.setMark("signature", { ...flow.getState().signature, strokes: scribble() });
  flow.setMark("initials", { ...flow.getState().initials, strokes: scribble() });
  flow.setConsent(true);
}

const code = (flow: SigningFlow) => flow.getState().problem?.code;

describe("the steps of who signs", () => {
  it("F032 ask for a name and an e-mail address before anything is signed", () => {
    const { flow } = begin();
    flow.setName("   ");
    expect(flow.confirmDetails()).toBe(false);
    expect(code(flow)).toBe("name_missing");
    flow.setName("Jan Vermeulen");
    expect(flow.confirmDetails()).toBe(true);

    const self = { signer_id: "jan", name: "Jan", email: "geen adres", language: "nl" } as const;
    const other = begin({ self });
    expect(other.flow.confirmDetails()).toBe(false);
    expect(code(other.flow)).toBe("email_wrong");
  });

  it("refuse blank ink, then a missing consent, in words that can be mended", () => {
    const { flow } = begin();
    flow.confirmDetails();
    expect(flow.insert()).toBe(false);
    expect(code(flow)).toBe("ink_missing");
    flow.setMark("signature", { ...flow.getState().signature, strokes: scribble() });
    expect(flow.insert()).toBe(false);
    expect(code(flow)).toBe("consent_needed");
    flow.setConsent(true);
    expect(flow.insert()).toBe(true);
    expect(flow.getState()).toMatchObject({ inserted: true, step: "review", problem: null });
  });

  it("ask for initials only where the document has a place for them", () => {
    const { flow } = begin({ fields: MORE_FIELDS });
    flow.confirmDetails();
    flow.setMark("signature", { ...flow.getState().signature, strokes: scribble() });
    flow.setConsent(true);
    expect(flow.insert()).toBe(false);
    expect(code(flow)).toBe("initials_missing");
  });

  it("D010 insert the ink into its field first, and send only on the last press", async () => {
    const { flow, steps, sent, onSigned } = begin();
    draw(flow);
    flow.insert();
    expect(sent()).toEqual([]);
    await flow.finish();
    expect(sent()).toHaveLength(1);
    expect(sent()[0]).toMatchObject({ name: "Jan Vermeulen", consent: "2026-11", initials: null });
    expect(steps).toEqual(["signature", "review"]);
    expect(onSigned).toHaveBeenCalledTimes(1);
    expect(flow.getState().signed).toBe(true);
  });

  it("point at a field that was forgotten, and send what is in every field", async () => {
    const { flow, sent } = begin({ fields: MORE_FIELDS });
    draw(flow);
    flow.insert();
    await flow.finish();
    expect(code(flow)).toBe("value_missing");
    expect(flow.getState().wanted?.field).toBe("f4");
    expect(sent()).toEqual([]);
    flow.setValue("f4", " 12-34 ");
    flow.setValue("f5", true);
    await flow.finish();
    const values = sent()[0]?.values ?? {};
    expect(values).toMatchObject({ f4: "12-34", f5: true });
    expect(values.f6).toMatch(/^\d\d-\d\d-\d{4}$/);
    expect(sent()[0]?.initials?.strokes).toEqual(scribble());
  });
});

describe("sending", () => {
  it("happens once, however often the button is pressed", async () => {
    const { flow, sent } = begin();
    draw(flow);
    flow.insert();
    await Promise.all([flow.finish(), flow.finish(), flow.finish()]);
    await flow.finish();
    expect(sent()).toHaveLength(1);
  });

  it("goes on by itself on a lost line, with the same key, and loses nothing", async () => {
    const { flow, port, sent } = begin();
    port.refusals.set("sign", ["unreachable", "envelope_busy"]);
    draw(flow);
    flow.insert();
    await flow.finish();
    expect(flow.getState().sending).toBe("lost");
    expect(flow.getState().signature.strokes).toEqual(scribble());
    await vi.advanceTimersByTimeAsync(2_000);
    expect(flow.getState().sending).toBe("lost");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(flow.getState().signed).toBe(true);
    expect(new Set(sent().map(({ key }) => key)).size).toBe(1);
    expect(sent()).toHaveLength(3);
  });

  it("does not wait when the browser says that it is online again", async () => {
    const { flow, port, sent } = begin();
    port.refusals.set("sign", ["unreachable"]);
    draw(flow);
    flow.insert();
    await flow.finish();
    window.dispatchEvent(new window.Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent()).toHaveLength(2);
    expect(flow.getState().signed).toBe(true);
  });

  it("stops when somebody goes back to the document, and keeps what they filled in", async () => {
    const { flow, port, sent } = begin();
    port.refusals.set("sign", ["unreachable"]);
    draw(flow);
    flow.insert();
    await flow.finish();
    flow.cancel();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent()).toHaveLength(1);
    expect(flow.getState()).toMatchObject({ sending: "no", inserted: true, step: "review" });
  });

  it("is over when the answer of an earlier try was lost: signed is signed", async () => {
    const { flow, port } = begin();
    port.refusals.set("sign", ["already_signed"]);
    draw(flow);
    flow.insert();
    await flow.finish();
    expect(flow.getState()).toMatchObject({ signed: true, problem: null });
  });

  it("leads back to the step where a refusal can be mended", async () => {
    const { flow, port } = begin();
    port.refusals.set("sign", ["ink_unusable"]);
    draw(flow);
    flow.insert();
    await flow.finish();
    expect(flow.getState()).toMatchObject({ step: "signature", sending: "no" });
    expect(code(flow)).toBe("ink_unusable");
  });

  it("waits for a new pass when the old one ran out", async () => {
    const { flow, port, sent } = begin();
    port.refusals.set("sign", ["pass_unknown"]);
    draw(flow);
    flow.insert();
    await flow.finish();
    expect(code(flow)).toBe("pass_unknown");
    flow.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(flow.getState().signed).toBe(true);
    expect(new Set(sent().map(({ key }) => key)).size).toBe(1);
  });
});

it.each([
  ["post@vermeulen.example", true],
  [" jan.v+samen@sub.vermeulen.example ", true],
  ["müller@bücher.example", true],
  ["post@vermeulen", false],
  ["post vermeulen@x.nl", false],
  ["@x.nl", false],
  ["a@b@c.nl", false],
  ["", false],
])("D033 the address %j is taken: %s", (address, taken) => {
  expect(isEmail(address)).toBe(taken);
});
