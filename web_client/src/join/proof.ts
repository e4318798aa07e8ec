/** The proof of work that a storm of wrong codes makes the server ask for; the person sees "just checking". */
import { leadingZeroBits, sha256 } from "./sha256";

/** Beyond this a phone would compute for minutes; the server never asks for more than 20. */
const HARDEST = 24;

export interface Task {
  readonly challenge: string;
  readonly difficulty: number;
}

/** The first nonce for which SHA-256("<challenge>.<nonce>") begins with `difficulty` zero bits. */
export function solve({ challenge, difficulty }: Task): string {
  const encoder = new TextEncoder();
  for (let nonce = 0; ; nonce += 1) {
    const digest = sha256(encoder.encode(`${challenge}.${nonce}`));
    if (leadingZeroBits(digest) >= difficulty) return String(nonce);
  }
}

/** Solves in a worker, so that the page stays alive. */
export function solveProof(challenge: string, difficulty: number): Promise<string> {
  if (difficulty > HARDEST) return Promise.reject(new Error("proof too hard"));
  // A file of its own, not a blob: the content security policy names where scripts come from.
  const worker = new Worker(new URL("./proof.worker.ts", import.meta.url), { type: "module" });
  return new Promise<string>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<string>) => resolve(event.data);
    worker.onerror = () => reject(new Error("proof worker failed"));
    worker.postMessage({ challenge, difficulty } satisfies Task);
  }).finally(() => worker.terminate());
}
