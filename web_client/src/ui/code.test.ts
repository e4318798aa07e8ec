import { describe, expect, test } from "vitest";
import { codeDigits, formatCode, parseCode, spellCode } from "./code";

describe("F013 a session code is accepted however it is written", () => {
  test.each([
    ["482917356", "482917356"],
    ["482 917 356", "482917356"],
    ["482-917-356", "482917356"],
    [" 482.917.356 ", "482917356"],
    ["482\u00a0917\u2011356", "482917356"],
    ["code: 482 917 356", "482917356"],
    ["https://office.example/482917356", "482917356"],
    ["https://office.example/482-917-356", "482917356"],
    ["https://office.example/482%20917%20356?lang=en", "482917356"],
    ["https://office.example/?code=482+917+356", "482917356"],
    ["http://localhost:8080/482917356", "482917356"],
    ["office.example/482917356", "482917356"],
    ["www.office24.example/482917356#top", "482917356"],
  ])("%s", (typed, code) => {
    expect(parseCode(typed)).toBe(code);
  });
});

describe("what is no code is not taken for one", () => {
  test.each([
    "",
    "48291735",
    "abc",
    "https://office.example/",
    "https://office.example:8080/48291",
    "http://[",
  ])("%s", (typed) => {
    expect(parseCode(typed)).toBeUndefined();
  });

  test("digits of a host or a port are not read as the code", () => {
    expect(codeDigits("http://192.168.10.12:8080/482917356")).toBe("482917356");
    expect(codeDigits("http://192.168.10.12:8080/")).toBe("");
  });
});

test("a code is grouped by three while it is typed, and never ends in a space", () => {
  expect(["", "4", "482", "4829", "482917", "4829173", "4829173567"].map(formatCode)).toEqual([
    "",
    "4",
    "482",
    "482 9",
    "482 917",
    "482 917 3",
    "482 917 356",
  ]);
});

test("a code is spelled digit by digit for screen readers", () => {
  expect(spellCode("482 917 356")).toBe("4 8 2 9 1 7 3 5 6");
});
