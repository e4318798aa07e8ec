/** The bar as a drawing: ten numbered functions, each a link to its page. */
import {
  IconBlur,
  IconFiles,
  IconHandClick,
  IconMessage,
  IconMicrophone,
  IconPhoneEnd,
  IconScreenShare,
  IconUsers,
  IconVideo,
  IconVolume,
} from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { helpTexts } from "../../i18n/help";
import { roomTexts } from "../../i18n/room";
import { useT } from "../../ui";
import { BAR } from "./articles/types";

const ICONS = [
  IconUsers,
  IconHandClick,
  IconBlur,
  IconFiles,
  IconScreenShare,
  IconMessage,
  IconMicrophone,
  IconVideo,
  IconVolume,
  IconPhoneEnd,
] as const;

/** The names as the room itself writes them: help and room cannot drift apart. */
const NAMES = [
  "participants",
  "inputRights",
  "blurScreen",
  "files",
  "shareScreen",
  "chat",
  "microphone",
  "camera",
  "sound",
  "endSession",
] as const;

const STEP = 108;
const WIDTH = STEP * NAMES.length + 40;
const HEIGHT = 152;

/** Two lines at most, because "Scherm vervagen" is wider than its place. */
function linesOf(name: string): string[] {
  const words = name.split(" ");
  if (name.length <= 12 || words.length === 1) return [name];
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half).join(" "), words.slice(half).join(" ")];
}

export function BarPicture({ at }: { readonly at?: number }) {
  const t = useT(helpTexts);
  const room = useT(roomTexts);
  const navigate = useNavigate();
  const pointed = at === undefined ? undefined : NAMES[at - 1];
  const label =
    at === undefined || pointed === undefined
      ? t("pictureBar")
      : t("pictureBarAt", { number: at, name: room(pointed) });
  return (
    <figure className="h-figure">
      {/* Scrolls on a telephone; its links bring the keyboard everywhere. */}
      <div className="h-scroll">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-bar">
          <title>{label}</title>
          <rect className="h-bar-back" x="1" y="1" width={WIDTH - 2} height={HEIGHT - 2} rx="18" />
          {NAMES.map((name, index) => {
            const number = index + 1;
            const page = BAR[index];
            const Icon = ICONS[index] ?? IconUsers;
            const words = room(name);
            const x = 20 + index * STEP + STEP / 2;
            const state = number === at ? "here" : name === "endSession" ? "end" : "normal";
            return (
              <a
                key={name}
                href={`/help/${page}`}
                aria-current={number === at ? "page" : undefined}
                className="h-bar-function"
                data-state={state}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  void navigate(`/help/${page}`);
                }}
              >
                <rect className="h-bar-place" x={x - 52} y="10" width="104" height={HEIGHT - 20} rx="14" />
                <rect className="h-bar-pill" x={x - 29} y="46" width="58" height="36" rx="18" />
                <Icon x={x - 12} y={52} size={24} stroke={1.8} aria-hidden="true" />
                <circle className="h-bar-dot" cx={x} cy="27" r="12" />
                <text className="h-bar-number" x={x} y="32">
                  {`${number} `}
                </text>
                {linesOf(words).map((line, row) => (
                  <text key={line} className="h-bar-name" x={x} y={105 + row * 18}>
                    {`${line} `}
                  </text>
                ))}
              </a>
            );
          })}
        </svg>
      </div>
      {at === undefined && <figcaption>{t("pictureBarHint")}</figcaption>}
    </figure>
  );
}
