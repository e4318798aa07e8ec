import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { asAdviser, happens, show } from "../../room/rehearsal/show";

const shares = (participant_id: string) =>
  ({ type: "screen_shared", participant_id, stream_id: "x", surface: "tab" }) as const;

const strip = () => screen.getByRole("main").querySelector("[role=status]")?.textContent ?? "";

describe("the strip above a shared screen", () => {
  it("names as watchers those who watch, not who shares", async () => {
    const scene = asAdviser();
    scene.server.happen("jan", shares("jan"));
    await show(scene);
    expect(strip()).toContain("Jan deelt het scherm.");
    expect(strip()).toMatch(/U.* kijk(t|en) mee\./);
    expect(strip().replace("Jan deelt het scherm.", "")).not.toContain("Jan");
  });

  it("F044 says when the browser shows the adviser's pointer although nobody has input rights", async () => {
    const scene = asAdviser();
    scene.server.happen("marieke", shares("marieke"));
    const own = { ...scene.call.getState().screen, sharing: "yes", pointerShown: true } as const;
    scene.call.change({ screen: own });
    await show(scene);
    expect(strip()).toContain("Uw muisaanwijzer is te zien");
    await happens(() => scene.call.change({ screen: { ...own, pointerShown: false } }));
    expect(strip()).not.toContain("muisaanwijzer");
    await happens(() => scene.call.change({ screen: own }));
    await happens(() => scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" }));
    expect(strip()).not.toContain("muisaanwijzer");
  });
});
