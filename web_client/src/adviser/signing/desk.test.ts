/// <reference types="node" />
/** The desk's own reasoning: what is kept of a draft, what a document is called on its way, what a list must look like. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isComplete } from "../../features/signing/people";
import type { Field } from "../../features/signing/types";
import { commonTexts, LANGUAGES, lookUp, translator } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { documentsTexts } from "../../i18n/documents";
import { envelopesTexts } from "../../i18n/envelopes";
import type { Envelope, EnvelopeSigner } from "../api/envelopes";
import { columnsOf } from "./BulkDialog";
import { withoutSignature } from "./DraftEditor";
import { looksLikePdf } from "./NewEnvelope";
import { signedCount, stateOf } from "./status";
import { bodyOf, editedOf } from "./useDraft";

const t = translator(envelopesTexts, "nl");

function signer(id: string, part: Partial<EnvelopeSigner> = {}): EnvelopeSigner {
  return {
    id,
    position: 1,
    name: `Persoon ${id}`,
    email: `${id}@voorbeeld.example`,
    language: "nl",
    colour: 0,
    status: "ready",
    turn: true,
    viewed_at: null,
    signed_at: null,
    decline_reason: "",
    delegated_from: null,
    client_id: null,
    ...part,
  };
}

function field(id: string, signerId: string, kind: Field["kind"] = "signature"): Field {
  return {
    id,
    signer_id: signerId,
    kind,
    page: 1,
    x: 0.1,
    y: 0.1,
    width: 0.3,
    height: 0.05,
    required: true,
    label: "",
  };
}

function envelope(part: Partial<Envelope> = {}): Envelope {
  return {
    id: "e",
    version: 3,
    title: "Opdracht",
    status: "sent",
    seal: "none",
    level: "",
    clock: "own",
    order: "parallel",
    language: "nl",
    message: "",
    source: "desk",
    session_id: null,
    created_by: null,
    created_at: "2026-11-22T10:00:00Z",
    sent_at: null,
    expires_at: null,
    expires_in_days: 14,
    completed_at: null,
    remind_every_days: 3,
    verification: "code",
    document: { name: "opdracht.pdf", size: 1, pages: 1, page_sizes: [], sha256: "", warnings: [] },
    signers: [signer("a"), signer("b")],
    fields: [field("1", "a")],
    files: { signed: false, log: false },
    problem: null,
    ...part,
  };
}

describe("where a document stands", () => {
  test("it waits for whoever's turn it is", () => {
    expect(stateOf(envelope(), t).words).toBe("Wacht op 2 personen");
    const second = envelope({ signers: [signer("a", { status: "signed", turn: false }), signer("b")] });
    expect(stateOf(second, t).words).toBe("Wacht op Persoon b");
    expect(signedCount(second)).toBe(1);
  });

  test("in sequence only the first is waited for", () => {
    const first = envelope({ signers: [signer("a"), signer("b", { turn: false, status: "waiting" })] });
    expect(stateOf(first, t).words).toBe("Wacht op Persoon a");
  });

  test("it is sealed once the last has signed", () => {
    const all = ["a", "b"].map((id) => signer(id, { status: "signed", turn: false }));
    expect(stateOf(envelope({ signers: all }), t)).toEqual({ tone: "info", words: "Wordt verzegeld" });
  });

  test("the end is told as it came", () => {
    expect(stateOf(envelope({ status: "declined" }), t)).toEqual({ tone: "danger", words: "Geweigerd" });
    expect(stateOf(envelope({ status: "completed" }), t).tone).toBe("office");
  });
});

describe("a draft", () => {
  test("fields of somebody who no longer signs go with them", () => {
    const edited = editedOf(envelope({ fields: [field("1", "a"), field("2", "b")] }));
    const body = bodyOf({ ...edited, signers: edited.signers.slice(0, 1) }, 3);
    expect(body.fields.map(({ id }) => id)).toEqual(["1"]);
    expect(body.version).toBe(3);
  });

  test("D033 names and addresses lose their stray spaces, and an address that is none stops the sending", () => {
    const edited = editedOf(envelope());
    const [first] = edited.signers;
    if (!first) throw new Error("no signer");
    const spaced = { ...first, name: " Jan ", email: " jan@vermeulen.example " };
    expect(bodyOf({ ...edited, signers: [spaced] }, 1).signers[0]).toMatchObject({
      name: "Jan",
      email: "jan@vermeulen.example",
    });
    expect(isComplete([spaced])).toBe(true);
    expect(isComplete([{ ...spaced, email: "jan" }])).toBe(false);
    expect(isComplete([{ ...spaced, name: " " }])).toBe(false);
    expect(isComplete([])).toBe(false);
  });

  test("who has no signature on the document is named; initials are none", () => {
    const edited = editedOf(envelope({ fields: [field("1", "a"), field("2", "b", "initials")] }));
    expect(withoutSignature(edited).map(({ id }) => id)).toEqual(["b"]);
  });
});

describe("D032 only a PDF is taken", () => {
  test("by what the browser says, or the name where it says nothing", () => {
    expect(looksLikePdf({ type: "application/pdf", name: "x" })).toBe(true);
    expect(looksLikePdf({ type: "", name: "Akte.PDF" })).toBe(true);
    expect(looksLikePdf({ type: "application/msword", name: "akte.pdf" })).toBe(false);
    expect(looksLikePdf({ type: "", name: "akte.docx" })).toBe(false);
  });
});

test("a list has one set of columns for each signer", () => {
  const role = (position: number) => ({ position, name: "", colour: 0 });
  expect(columnsOf({ roles: [role(1)] })).toBe("name;email;language");
  expect(columnsOf({ roles: [role(1), role(2)] })).toBe(
    "name_1;email_1;language_1;name_2;email_2;language_2",
  );
});

describe("what the server refuses", () => {
  const room = join(import.meta.dirname, "../../../../server/signing");
  // Told to those who sign, and to people in a session: they have words of their own.
  const elsewhere = new Set([
    "pass_unknown",
    "no_such_mark",
    "no_signing",
    "not_your_signer",
    "screen_unknown",
  ]);
  const forSigners = /^(code|consent|ink|initials|value|link)_/;
  const codes = readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .flatMap((name) => [
      ...readFileSync(join(room, name), "utf8").matchAll(/Refusal\(\s*\d{3},\s*"([a-z_]+)"/g),
    ])
    .map((match) => match[1] ?? "")
    .filter((code) => !elsewhere.has(code) && !forSigners.test(code));

  test("the sources were found and read", () => {
    expect(codes).toContain("not_a_pdf");
    expect(codes.length).toBeGreaterThan(30);
  });

  test.each([...new Set(codes)])("D030 %s has a sentence in three languages", (code) => {
    const key = `refusal_${code}`;
    for (const language of LANGUAGES) {
      const found =
        lookUp(documentsTexts, language, key) ??
        lookUp(adviserTexts, language, key) ??
        lookUp(commonTexts, language, key);
      expect(found).toBeDefined();
    }
  });
});
