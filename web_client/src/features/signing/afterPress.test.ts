import { afterEach, expect, test, vi } from "vitest";
import { afterPress } from "./afterPress";

afterEach(() => vi.restoreAllMocks());

function pressed(now: boolean): void {
  vi.spyOn(document.documentElement, "matches").mockReturnValue(now);
}

test("left by the keyboard, a field complains at once", () => {
  pressed(false);
  const work = vi.fn();
  afterPress(work);
  expect(work).toHaveBeenCalledOnce();
});

test("left by a press elsewhere, it complains once that press has become a click", async () => {
  pressed(true);
  const told: string[] = [];
  window.addEventListener("click", () => told.push("click"), { once: true });
  afterPress(() => told.push("complaint"));
  expect(told).toEqual([]);
  window.dispatchEvent(new Event("pointerup"));
  window.dispatchEvent(new Event("click"));
  await vi.waitFor(() => expect(told).toEqual(["click", "complaint"]));
});
