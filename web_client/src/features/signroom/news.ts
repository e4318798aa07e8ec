/** What is said aloud, and shown for a moment, as signing goes on. */
import type { Translate } from "../../i18n";
import type { nl } from "../../i18n/signroom/nl";
import type { EventOf } from "../../protocol/events";
import { firstWord, shortName } from "../../room/people";
import type { RoomUi } from "../../room/ui";
import type { RoomState } from "../../state/room-state";
import { signerHere } from "../../state/session";
import { announce } from "../../ui";

type SigningNews = EventOf<"signing_opened" | "signer_signed" | "signer_declined" | "signing_closed">;

export function sayOfSigning(
  event: SigningNews,
  state: RoomState,
  t: Translate<typeof nl>,
  ui: RoomUi,
): void {
  const { session, selfId } = state;
  switch (event.type) {
    case "signing_opened":
      if (event.by !== selfId) {
        announce(t("saidOpened", { name: shortName(session, event.by), file: event.title }));
      }
      sayTurn(state, t);
      break;
    case "signer_signed":
      announce(t("saidSigned", { name: nameOf(event.signer_id, state) }));
      sayTurn(state, t);
      break;
    case "signer_declined":
      ui.tell("warning", t("saidDeclined", { name: nameOf(event.signer_id, state) }));
      break;
    case "signing_closed":
      sayClosed(event, t, ui);
      break;
    default:
      event satisfies never;
  }
}

/** Who signs at this screen hears that it is their turn. */
function sayTurn({ session, selfId }: RoomState, t: Translate<typeof nl>): void {
  const own = signerHere(session, selfId);
  if (own !== null) announce(t("saidTurn", { name: firstWord(own.name) }));
}

function sayClosed({ outcome }: EventOf<"signing_closed">, t: Translate<typeof nl>, ui: RoomUi): void {
  switch (outcome) {
    case "completed":
      ui.tell("success", t("saidCompleted"), 10_000);
      break;
    case "mailed":
      ui.tell("info", t("saidMailed"));
      break;
    case "stopped":
      ui.tell("warning", t("saidStopped"));
      break;
    case "failed":
      ui.tell("danger", t("saidFailed"));
      break;
    case "declined":
      // Said with the name of who declined.
      break;
  }
}

/** Also when the signing is over already: what was opened stands in the log. */
function nameOf(signerId: string, { session, timeline }: RoomState): string {
  const now = session.signing?.signers.find(({ id }) => id === signerId);
  if (now !== undefined) return now.name;
  for (const { event } of timeline) {
    if (event.type !== "signing_opened") continue;
    const one = event.signers.find(({ id }) => id === signerId);
    if (one !== undefined) return one.name;
  }
  return "";
}
