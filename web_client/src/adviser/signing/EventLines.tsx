/** What happened to a document, newest last, with its times. */
import {
  IconAlertTriangle,
  IconArrowForwardUp,
  IconBan,
  IconBellRinging,
  IconCheck,
  IconEye,
  IconFile,
  IconFolderCheck,
  IconMail,
  IconMailCheck,
  IconRosetteDiscountCheck,
  IconSend,
  IconSignature,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { formatShortDay, formatTime } from "../../i18n";
import { envelopesTexts } from "../../i18n/envelopes";
import { IconTile, useLanguage, useT } from "../../ui";
import type { Tone } from "../../ui/tone";
import type { Envelope, EnvelopeEvent } from "../api/envelopes";

interface Look {
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  readonly tone?: Tone;
}

const LOOKS: Readonly<Record<string, Look>> = {
  created: { icon: IconFile, tone: "neutral" },
  sent: { icon: IconSend },
  link_sent: { icon: IconMail },
  viewed: { icon: IconEye },
  code_sent: { icon: IconMail, tone: "neutral" },
  code_verified: { icon: IconMailCheck },
  signed: { icon: IconSignature },
  declined: { icon: IconBan, tone: "danger" },
  delegated: { icon: IconArrowForwardUp },
  reminded: { icon: IconBellRinging },
  resent: { icon: IconMail },
  address_changed: { icon: IconMail },
  voided: { icon: IconBan, tone: "neutral" },
  expired: { icon: IconBan, tone: "danger" },
  stamp_pending: { icon: IconAlertTriangle, tone: "attention" },
  sealed: { icon: IconRosetteDiscountCheck },
  completed: { icon: IconCheck },
  filed: { icon: IconFolderCheck },
  failed: { icon: IconAlertTriangle, tone: "danger" },
};

const OTHER: Look = { icon: IconFile, tone: "neutral" };

type EventWords = keyof (typeof envelopesTexts)["nl"] & `event_${string}`;

function isWords(key: string): key is EventWords {
  return Object.hasOwn(envelopesTexts.nl, key);
}

export function EventLines({ envelope }: { readonly envelope: Envelope }) {
  const t = useT(envelopesTexts);
  const language = useLanguage();
  const names = new Map(envelope.signers.map(({ id, name }) => [id, name]));
  const words = ({ kind, signer_id }: EnvelopeEvent): string => {
    const key = `event_${kind}`;
    const name = signer_id === null ? "" : (names.get(signer_id) ?? "");
    return isWords(key) ? t(key, { name }) : t("event_other");
  };
  return (
    <ol className="a-timeline">
      {(envelope.events ?? []).map((event) => {
        const { icon: Icon, tone = "office" } = LOOKS[event.kind] ?? OTHER;
        const at = new Date(event.at);
        return (
          <li key={event.seq}>
            <IconTile tone={tone} size={36}>
              <Icon size={19} stroke={1.8} />
            </IconTile>
            <span>{words(event)}</span>
            <time className="s-digits" dateTime={event.at}>
              {formatShortDay(language, at)} {formatTime(language, at)}
            </time>
          </li>
        );
      })}
    </ol>
  );
}
