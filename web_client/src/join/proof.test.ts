import { describe, expect, test } from "vitest";
import { solve } from "./proof";
import { leadingZeroBits, sha256 } from "./sha256";

async function reference(message: Uint8Array<ArrayBuffer>): Promise<Int32Array> {
  const view = new DataView(await crypto.subtle.digest("SHA-256", message));
  return Int32Array.from({ length: 8 }, (_, index) => view.getInt32(index * 4));
}

test("SHA-256 agrees with the platform's own for every length around a block's edges", async () => {
  for (const length of [0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000]) {
    const message = Uint8Array.from({ length }, (_, index) => (index * 37) % 256);
    expect([...sha256(message)]).toEqual([...(await reference(message))]);
  }
});

test("leading zero bits are counted across words", () => {
  expect(leadingZeroBits(Int32Array.from([-1, 0]))).toBe(0);
  expect(leadingZeroBits(Int32Array.from([1, 0]))).toBe(31);
  expect(leadingZeroBits(Int32Array.from([0, 0x0fffffff]))).toBe(36);
});

describe("a proof of work", () => {
  test.each([0, 1, 8, 12])("has at least the %i zero bits that were asked for", async (difficulty) => {
    const challenge = "6a1f".repeat(14);
    const nonce = solve({ challenge, difficulty });
    const digest = await reference(new TextEncoder().encode(`${challenge}.${nonce}`));
    expect(leadingZeroBits(digest)).toBeGreaterThanOrEqual(difficulty);
    expect(nonce.length).toBeLessThanOrEqual(32);
  });

  test("is the first that fits, so another challenge needs another one", () => {
    const one = solve({ challenge: "one", difficulty: 10 });
    expect(solve({ challenge: "one", difficulty: 10 })).toBe(one);
    expect(solve({ challenge: "other", difficulty: 10 })).not.toBe(one);
  });
});
