/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reportOf } from "../features/signing/rehearsal/cast";
import { verifyTexts } from "../i18n/verify";
import { fileTrouble, ownProblems, problemKey, toneOf, VERDICTS } from "./check";

const ROOM = join(import.meta.dirname, "../../../signing/verify");

describe("the public check", () => {
  it("takes PDFs by what they are, not by what they are called", async () => {
    expect(await fileTrouble(new File(["%PDF-1.7 ..."], "brief.docx"))).toBeNull();
    expect(await fileTrouble(new File(["junk first\n%PDF-1.4 ..."], "a.pdf"))).toBeNull();
    expect(await fileTrouble(new File(["PK\x03\x04"], "brief.pdf"))).toBe("notPdf");
    expect(await fileTrouble(new File([], "leeg.pdf"))).toBe("emptyFile");
  });

  it("has a sentence for every problem that the check can name", () => {
    const source = readdirSync(ROOM)
      .filter((name) => name.endsWith(".py"))
      .map((name) => readFileSync(join(ROOM, name), "utf8"))
      .join("\n");
    const known = Object.keys(verifyTexts.nl).filter((key) => key.startsWith("problem_"));
    const spoken = [
      ...source.matchAll(/(?:problem=|Unreadable\(|problems\.append\(|return )"([a-z]+(?:_[a-z]+)+)"/g),
    ]
      .map((match) => match[1] ?? "")
      .filter((code) => !(code in VERDICTS));
    expect(spoken.length).toBeGreaterThan(10);
    expect(spoken.filter((code) => !known.includes(`problem_${code}`))).toEqual([]);
  });

  it("does not fall silent before a code that is newer than the page", () => {
    expect(problemKey("brand_new")).toBe("problem_unknown");
    expect(problemKey("content_changed")).toBe("problem_content_changed");
  });

  it("never calls a changed or broken signature good", () => {
    const [one] = reportOf().signatures;
    if (!one) throw new Error("no signature");
    expect(toneOf(one)).toBe("good");
    expect(toneOf({ ...one, problem: "no_proof_of_time" })).toBe("good");
    expect(toneOf({ ...one, trusted: false })).toBe("unsure");
    expect(toneOf({ ...one, intact: false })).toBe("bad");
    expect(toneOf({ ...one, after: "changed" })).toBe("bad");
    for (const verdict of ["changed", "unreadable"] as const) expect(VERDICTS[verdict].tone).toBe("bad");
    for (const verdict of ["unknown_signer", "not_signed"] as const)
      expect(VERDICTS[verdict].tone).toBe("unsure");
  });

  it("says a problem once", () => {
    const report = reportOf({ problems: ["content_changed", "bytes_unexplained"] });
    const signatures = report.signatures.map((one) => ({ ...one, problem: "content_changed" }));
    expect(ownProblems({ ...report, signatures })).toEqual(["bytes_unexplained"]);
  });
});
