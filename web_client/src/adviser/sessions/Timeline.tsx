/** The record as a line of happenings with their times. */
import {
  IconBlur,
  IconDoorEnter,
  IconDoorExit,
  IconFiles,
  IconHandClick,
  IconMessage,
  IconMicrophoneOff,
  IconPhoneEnd,
  IconPlayerPlay,
  IconScreenShare,
  IconUserShield,
  IconUsers,
} from "@tabler/icons-react";
import { formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { IconTile, useLanguage, useT } from "../../ui";
import type { RecordEntry } from "../api/sessions";
import { type LineIcon, timelineOf } from "./timeline";

const ICONS = {
  start: IconPlayerPlay,
  in: IconDoorEnter,
  out: IconDoorExit,
  lobby: IconUsers,
  input: IconHandClick,
  share: IconScreenShare,
  blur: IconBlur,
  file: IconFiles,
  chat: IconMessage,
  role: IconUserShield,
  mute: IconMicrophoneOff,
  end: IconPhoneEnd,
} as const satisfies Record<LineIcon, unknown>;

const UNUSUAL = new Set<LineIcon>(["input", "blur"]);

export function Timeline({ entries }: { readonly entries: readonly RecordEntry[] }) {
  const t = useT(adviserTexts);
  const language = useLanguage();
  const lines = timelineOf(entries, t);
  if (lines.length === 0) return <p className="a-inset a-quiet">{t("timelineEmpty")}</p>;
  return (
    <ol className="a-timeline">
      {lines.map(({ key, at, icon, words }) => {
        const Icon = ICONS[icon];
        return (
          <li key={key}>
            <IconTile
              tone={UNUSUAL.has(icon) ? "attention" : icon === "end" ? "neutral" : "office"}
              size={36}
            >
              <Icon size={19} stroke={1.8} />
            </IconTile>
            <span>{words}</span>
            <time className="s-digits" dateTime={at.toISOString()}>
              {formatTime(language, at)}
            </time>
          </li>
        );
      })}
    </ol>
  );
}
