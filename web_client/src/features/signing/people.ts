/** Who signs, while the sender still decides: what is missing, and moving somebody up or down. */
import { freeColour } from "./colours";
import { isEmail } from "./flow";
import { uuid7 } from "./ids";
import type { DraftSigner } from "./types";

export const MOST_SIGNERS = 20;

export type NameTrouble = "nameMissing";
export type EmailTrouble = "emailMissing" | "emailNot";

export interface PersonTrouble {
  readonly name: NameTrouble | null;
  readonly email: EmailTrouble | null;
}

/** By signer's id. Nobody is missing from it; without trouble both are null. */
export function troubles(signers: readonly DraftSigner[]): Readonly<Record<string, PersonTrouble>> {
  const found: Record<string, PersonTrouble> = {};
  for (const { id, name, email } of signers) {
    const address = email.trim().toLowerCase();
    let trouble: EmailTrouble | null = null;
    if (address === "") trouble = "emailMissing";
    else if (!isEmail(address)) trouble = "emailNot";
    found[id] = { name: name.trim() === "" ? "nameMissing" : null, email: trouble };
  }
  return found;
}

/** Whether everybody has a name and an address (a couple may share one), and there is anybody at all. */
export function isComplete(signers: readonly DraftSigner[]): boolean {
  return signers.length > 0 && Object.values(troubles(signers)).every(({ name, email }) => !name && !email);
}

export function newSigner(
  others: readonly DraftSigner[],
  known: Partial<Omit<DraftSigner, "id" | "colour">> = {},
): DraftSigner {
  return {
    id: uuid7(),
    name: "",
    email: "",
    language: "nl",
    ...known,
    colour: freeColour(others.map(({ colour }) => colour)),
  };
}

/** The list with the one at `from` standing at `to`. */
export function movedTo<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const one = list[from];
  if (one === undefined || to < 0 || to >= list.length || from === to) return list;
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** Their name, or a word for somebody who has none yet; `number` counts from 1. */
export function nameOfSigner(
  signers: readonly { readonly id: string; readonly name: string }[],
  id: string,
  nameless: (number: number) => string,
): string {
  const index = signers.findIndex((one) => one.id === id);
  return signers[index]?.name.trim() || nameless(index + 1);
}
