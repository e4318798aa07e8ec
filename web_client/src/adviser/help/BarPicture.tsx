/** The bar as a drawing: ten numbered functions, each a link to its page. */
import { useMediaQuery } from "@mantine/hooks";
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
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { helpTexts } from "../../i18n/help";
import { roomTexts } from "../../i18n/room";
import { useT } from "../../ui";
import { BAR } from "./articles/types";

/** The names as the room itself writes them: help and room cannot drift apart. */
const FUNCTIONS = [
  { name: "participants", Icon: IconUsers },
  { name: "inputRights", Icon: IconHandClick },
  { name: "blurScreen", Icon: IconBlur },
  { name: "files", Icon: IconFiles },
  { name: "shareScreen", Icon: IconScreenShare },
  { name: "chat", Icon: IconMessage },
  { name: "microphone", Icon: IconMicrophone },
  { name: "camera", Icon: IconVideo },
  { name: "sound", Icon: IconVolume },
  { name: "endSession", Icon: IconPhoneEnd },
] as const;

const STEP = 116;
const HEIGHT = 134;
const MARGIN = 16;

/** Two lines at most, because "Sessie beëindigen" is wider than its place. */
function linesOf(name: string): string[] {
  const words = name.split(" ");
  if (name.length <= 13 || words.length === 1) return [name];
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half).join(" "), words.slice(half).join(" ")];
}

interface BarPictureProps {
  /** The function that stands out, 1 to 10. */
  readonly at?: number;
}

export function BarPicture({ at }: BarPictureProps) {
  const t = useT(helpTexts);
  const room = useT(roomTexts);
  const navigate = useNavigate();
  // One row where its letters stay large enough to read; beside an article there is room for two rows of five.
  const roomy = useMediaQuery("(min-width: 80em)", false, { getInitialValueInEffect: false });
  const perRow = roomy && at === undefined ? FUNCTIONS.length : FUNCTIONS.length / 2;
  const width = perRow * STEP + 2 * MARGIN;
  const height = (FUNCTIONS.length / perRow) * HEIGHT + 2 * MARGIN;
  const pointed = at === undefined ? undefined : FUNCTIONS[at - 1];
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = scroll.current;
    if (!box || at === undefined) return;
    // On a telephone the function that stands out may lie beyond the edge.
    const middle = (((at - 1) % perRow) + 0.5) / perRow;
    box.scrollLeft = middle * box.scrollWidth - box.clientWidth / 2;
  }, [at, perRow]);
  const label =
    at === undefined || pointed === undefined
      ? t("pictureBar")
      : t("pictureBarAt", { number: at, name: room(pointed.name) });
  return (
    <figure className="h-figure">
      {/* Scrolls on a telephone; its links bring the keyboard everywhere. */}
      <div className="h-scroll" ref={scroll}>
        <svg viewBox={`0 0 ${width} ${height}`} className="h-bar">
          <title>{label}</title>
          <rect className="h-bar-back" x="1" y="1" width={width - 2} height={height - 2} rx="18" />
          {FUNCTIONS.map(({ name, Icon }, index) => {
            const number = index + 1;
            const page = BAR[index];
            const x = MARGIN + (index % perRow) * STEP + STEP / 2;
            const y = MARGIN + Math.floor(index / perRow) * HEIGHT;
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
                <rect className="h-bar-place" x={x - 55} y={y + 3} width="110" height={HEIGHT - 6} rx="14" />
                <rect className="h-bar-pill" x={x - 29} y={y + 38} width="58" height="36" rx="18" />
                <Icon x={x - 12} y={y + 44} size={24} stroke={1.8} aria-hidden="true" />
                <circle className="h-bar-dot" cx={x} cy={y + 20} r="12" />
                <text className="h-bar-number" x={x} y={y + 25}>
                  {`${number} `}
                </text>
                {linesOf(room(name)).map((line, row) => (
                  <text key={line} className="h-bar-name" x={x} y={y + 96 + row * 19}>
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
