import { describe, expect, test } from "vitest";
import { codeDigits, editedCode, formatCode, parseCode, spellCode } from "./code";

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

describe("editing a grouped code", () => {
  const edit = (before: string, typed: string, caret: number, type = "insertText") =>
    editedCode(before, typed, caret, type);

  test("typing groups the digits and leaves the caret behind the new one", () => {
    expect(edit("482", "4829", 4)).toEqual({ value: "482 9", caret: 5 });
    expect(edit("482 9", "48a2 9", 3)).toEqual({ value: "482 9", caret: 2 });
  });

  test("typing in the middle keeps the caret there", () => {
    expect(edit("482 917", "4812 917", 3)).toEqual({ value: "481 291 7", caret: 3 });
  });

  test("a tenth digit is not taken", () => {
    expect(edit("482 917 356", "482 917 3561", 12)).toEqual({ value: "482 917 356", caret: 11 });
  });

  test("backspace on the space takes the digit before it, delete the one behind it", () => {
    expect(edit("482 917", "482917", 3, "deleteContentBackward")).toEqual({ value: "489 17", caret: 2 });
    expect(edit("482 917", "482917", 3, "deleteContentForward")).toEqual({ value: "482 17", caret: 3 });
  });

  test("a pasted link gives its code", () => {
    const link = "https://office.example/482917356";
    expect(edit("", link, link.length, "insertFromPaste").value).toBe("482 917 356");
  });
});
