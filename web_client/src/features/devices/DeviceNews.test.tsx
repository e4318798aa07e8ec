import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { asAdviser, asClient, happens, show } from "../../room/rehearsal/show";

const BUILT_IN = { id: "built-in", label: "Ingebouwde microfoon" };
const HEADSET = { id: "headset", label: "Headset" };
const EARS = { id: "ears", label: "Headset (oren)" };

describe("F039 a device that is plugged in during the meeting", () => {
  it("is offered by name, and used when that is wanted", async () => {
    const scene = asClient({ call: { microphones: [BUILT_IN], speakers: [], canChooseSpeaker: true } });
    await show(scene);
    expect(screen.queryByText(/is aangesloten/)).toBeNull();
    await happens(() => scene.call.change({ microphones: [BUILT_IN, HEADSET] }));
    expect(screen.getByRole("heading", { name: "Headset is aangesloten" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Gebruiken" }));
    expect(scene.call.asked).toContainEqual(["chooseMicrophone", "headset"]);
    expect(screen.queryByText(/is aangesloten/)).toBeNull();
  });

  it("takes its speaker along, and is not asked about again after a no", async () => {
    const call = { microphones: [BUILT_IN], speakers: [BUILT_IN], canChooseSpeaker: true };
    const scene = asClient({ call });
    await show(scene);
    const plugged = { microphones: [BUILT_IN, HEADSET], speakers: [BUILT_IN, EARS] };
    await happens(() => scene.call.change(plugged));
    await userEvent.click(screen.getByRole("button", { name: "Zo laten" }));
    expect(scene.call.asked).toEqual([]);
    await happens(() => scene.call.change({ ...plugged, microphones: [...plugged.microphones] }));
    expect(screen.queryByText(/is aangesloten/)).toBeNull();
  });

  it("says nothing when names become known by permission, or what was new is pulled out again", async () => {
    const scene = asClient({ call: { microphones: [{ id: "", label: "" }] } });
    await show(scene);
    await happens(() => scene.call.change({ microphones: [BUILT_IN] }));
    expect(screen.queryByText(/is aangesloten/)).toBeNull();
    await happens(() => scene.call.change({ microphones: [BUILT_IN, HEADSET] }));
    expect(screen.getByText("Headset is aangesloten")).toBeDefined();
    await happens(() => scene.call.change({ microphones: [BUILT_IN] }));
    expect(screen.queryByText(/is aangesloten/)).toBeNull();
  });
});

describe("refused permission", () => {
  const denied = { microphone: "denied", camera: "denied" } as const;

  it("is one card for both, with the way out and the steps", async () => {
    const scene = asAdviser();
    scene.call.changeLocal({ ...denied, microphoneProblem: "denied", cameraProblem: "denied" });
    await show(scene);
    expect(screen.getAllByRole("heading", { name: /mogen niet worden gebruikt|mag niet/ })).toHaveLength(1);
    expect(screen.getByRole("link", { name: "Stap voor stap" }).getAttribute("href")).toBe(
      "/help/permissions",
    );
    await userEvent.click(screen.getByRole("button", { name: "Zonder verder" }));
    expect(scene.call.asked).toEqual([
      ["setMicrophone", false],
      ["setCamera", false],
    ]);
  });

  it("does not nag whoever did not ask for a device", async () => {
    const scene = asClient();
    scene.call.changeLocal({ ...denied, microphoneProblem: null, cameraProblem: null });
    await show(scene);
    expect(screen.queryByText(/mogen niet worden gebruikt/)).toBeNull();
  });
});
