/** Who signs, in the few words that fit on the stage. */
import { firstWord } from "../../room/people";
import type { Signer, Signing } from "../../state/session";

/** "Jan" for "Jan Vermeulen", unless somebody else who signs is called Jan too. */
export function shortSigner(signing: Signing, signer: Signer): string {
  const short = firstWord(signer.name);
  const twice = signing.signers.some((other) => other.id !== signer.id && firstWord(other.name) === short);
  return twice ? signer.name : short;
}

/** Those whose turn it is now, who sign at a screen of this session. */
export function signingNow(signing: Signing): readonly Signer[] {
  return signing.signers.filter(
    ({ status, participant_id }) => status === "ready" && participant_id !== null,
  );
}

/** Those whose turn it is now, but without a screen here. */
export function elsewhere(signing: Signing): readonly Signer[] {
  return signing.signers.filter(
    ({ status, participant_id }) => status === "ready" && participant_id === null,
  );
}
