/** One document in a list: what, who, where it stands. */
import { IconFileTypePdf } from "@tabler/icons-react";
import { Link } from "react-router";
import { formatList, formatShortDay, formatTime } from "../../i18n";
import { envelopesTexts } from "../../i18n/envelopes";
import { IconTile, StatusChip, useLanguage, useT } from "../../ui";
import type { Envelope } from "../api/envelopes";
import { signedCount, stateOf } from "./status";

export function EnvelopeRow({ envelope }: { readonly envelope: Envelope }) {
  const t = useT(envelopesTexts);
  const language = useLanguage();
  const { tone, words } = stateOf(envelope, t);
  const moment = new Date(envelope.completed_at ?? envelope.sent_at ?? envelope.created_at);
  const names = envelope.signers.flatMap(({ name }) => (name === "" ? [] : [name]));
  const details = [
    names.length > 0 ? formatList(language, names) : undefined,
    envelope.status === "sent" && envelope.signers.length > 1
      ? t("signedOf", { signed: signedCount(envelope), all: envelope.signers.length })
      : undefined,
    `${formatShortDay(language, moment)}, ${formatTime(language, moment)}`,
  ].filter((each) => each !== undefined);
  return (
    <li>
      <Link className="a-row a-row-wrap" to={`/adviser/signing/${envelope.id}`}>
        <IconTile tone={tone === "neutral" ? "neutral" : "office"}>
          <IconFileTypePdf size={21} stroke={1.8} />
        </IconTile>
        <span className="a-row-words">
          <strong>{envelope.title}</strong>
          <span>{details.join(" · ")}</span>
        </span>
        <span className="a-row-side">
          <StatusChip tone={tone}>{words}</StatusChip>
        </span>
      </Link>
    </li>
  );
}
