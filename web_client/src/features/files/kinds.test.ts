import { expect, test } from "vitest";
import { shortFileName } from "./kinds";

test("a short file name stays as it is", () => {
  expect(shortFileName("Voorstel.pdf")).toBe("Voorstel.pdf");
});

test("a long file name keeps what it is about and its ending, and never half a letter", () => {
  const short = shortFileName("Rapport-hypotheekadvies-familie-Vermeulen-definitief-met-bijlagen-v12.pdf");
  expect(short).toBe("Rapport-hypotheekadvies-fam…agen-v12.pdf");
  expect(shortFileName("😀".repeat(60))).toBe(`${"😀".repeat(27)}…${"😀".repeat(12)}`);
});
