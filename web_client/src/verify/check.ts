/** What can be said of a file before it is sent, and which words go with a report. */
import type { Report, ReportSignature, Verdict } from "../features/signing/types";
import { verifyTexts } from "../i18n/verify";

export const LARGEST = 100_000_000;

export type FileTrouble = "notPdf" | "tooLarge" | "emptyFile";

/** By its size and its first bytes: browsers say what they like about a file's type. */
export async function fileTrouble(file: Blob): Promise<FileTrouble | null> {
  if (file.size === 0) return "emptyFile";
  if (file.size > LARGEST) return "tooLarge";
  const head = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  return new TextDecoder("latin1").decode(head).includes("%PDF-") ? null : "notPdf";
}

export type Tone = "good" | "unsure" | "bad";

export const VERDICTS = {
  intact: { title: "intactTitle", text: "intactText", tone: "good" },
  changed: { title: "changedTitle", text: "changedText", tone: "bad" },
  unknown_signer: { title: "unknownTitle", text: "unknownText", tone: "unsure" },
  not_signed: { title: "unsignedTitle", text: "unsignedText", tone: "unsure" },
  unreadable: { title: "unreadableTitle", text: "unreadableText", tone: "bad" },
} as const satisfies Record<Verdict, { title: string; text: string; tone: Tone }>;

type ProblemKey = Extract<keyof typeof verifyTexts.nl, `problem_${string}`>;

/** The sentence's key; a code that is newer than this page gets the general one. */
export function problemKey(code: string): ProblemKey {
  const key = `problem_${code}`;
  return Object.hasOwn(verifyTexts.nl, key) ? (key as ProblemKey) : "problem_unknown";
}

/** Problems of the whole file that no signature below it tells already. */
export function ownProblems(report: Report): readonly string[] {
  const told = new Set(report.signatures.map(({ problem }) => problem));
  return report.problems.filter((problem) => !told.has(problem));
}

/** Problems of a signature that are no reason to doubt it, only to know less. */
const MILD = new Set(["no_proof_of_time", "revocation_unknown"]);

export function toneOf(signature: ReportSignature): Tone {
  if (!signature.intact || signature.after === "changed") return "bad";
  if (!signature.trusted) return "unsure";
  return signature.problem === "" || MILD.has(signature.problem) ? "good" : "unsure";
}
