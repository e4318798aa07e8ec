/** Small drawings of places: the start icon, the code, the join page, the widget, signing. Words from the catalogues. */
import {
  IconBlur,
  IconCopy,
  IconDownload,
  IconFileTypePdf,
  IconLink,
  IconMessage,
  IconMicrophone,
  IconPencil,
  IconQrcode,
  IconScreenShare,
  IconUsers,
  IconVideo,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { helpTexts } from "../../i18n/help";
import { useT } from "../../ui";

interface DrawingProps {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly children: ReactNode;
}

function Drawing({ label, width, height, children }: DrawingProps) {
  return (
    <figure className="h-figure">
      <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} className="h-drawing">
        <rect className="h-bar-back" x="1" y="1" width={width - 2} height={height - 2} rx="16" />
        {children}
      </svg>
    </figure>
  );
}

/** The same icon as the button itself. */
export function StartPicture() {
  const t = useT(helpTexts);
  return (
    <Drawing label={t("pictureStart")} width={560} height={210}>
      <path className="h-column" d="M1 17a16 16 0 0 1 16-16h182v208H17a16 16 0 0 1-16-16z" />
      <rect className="h-filled" x="14" y="16" width="172" height="46" rx="12" />
      <g className="h-on-filled">
        <IconScreenShare x={28} y={27} size={24} stroke={1.9} />
        <text x="62" y="45" className="h-drawn-strong">
          {t("drawnStart")}
        </text>
      </g>
      {[84, 116, 148].map((y) => (
        <rect key={y} className="h-line" x="20" y={y} width="110" height="14" rx="7" />
      ))}
      <rect className="h-line" x="226" y="26" width="190" height="22" rx="11" />
      <rect className="h-box" x="226" y="70" width="310" height="116" rx="12" />
      {[90, 156].map((y) => (
        <rect key={y} className="h-line" x="246" y={y} width={y === 90 ? 190 : 240} height="14" rx="7" />
      ))}
      <rect className="h-ring" x="8" y="10" width="184" height="58" rx="16" />
      <path className="h-arrow" d="M254 128c-22-4-42-26-50-54m-6 16 5-17 15 9" />
      <text x="262" y="134" className="h-drawn-note">
        {t("pictureStartHere")}
      </text>
    </Drawing>
  );
}

export function CodePicture() {
  const t = useT(helpTexts);
  return (
    <Drawing label={t("pictureCode")} width={560} height={210}>
      <rect className="h-line" x="20" y="24" width="130" height="18" rx="9" />
      <rect className="h-box" x="318" y="14" width="226" height="54" rx="12" />
      <text x="332" y="34" className="h-drawn-small">
        {t("drawnCode")}
      </text>
      <text x="332" y="57" className="h-drawn-code">
        482 917 356
      </text>
      <g className="h-icons">
        <IconCopy x={460} y={31} size={20} />
        <IconLink x={487} y={31} size={20} />
        <IconQrcode x={514} y={31} size={20} />
      </g>
      <rect className="h-ring" x="312" y="8" width="238" height="66" rx="16" />
      <rect className="h-box" x="20" y="84" width="400" height="78" rx="12" />
      <rect className="h-tint" x="434" y="84" width="110" height="36" rx="10" />
      <rect className="h-tint-other" x="434" y="126" width="110" height="36" rx="10" />
      <g className="h-icons">
        <IconUsers x={140} y={174} size={20} />
        <IconBlur x={190} y={174} size={20} />
        <IconScreenShare x={240} y={174} size={20} />
        <IconMessage x={290} y={174} size={20} />
        <IconMicrophone x={340} y={174} size={20} />
        <IconVideo x={390} y={174} size={20} />
      </g>
    </Drawing>
  );
}

export function JoinPicture() {
  const t = useT(helpTexts);
  return (
    <Drawing label={t("pictureJoin")} width={560} height={210}>
      <circle className="h-tint" cx="430" cy="96" r="68" />
      <circle className="h-tint-other" cx="494" cy="146" r="42" />
      <text x="34" y="54" className="h-drawn-strong h-ink">
        {t("drawnCode")}
      </text>
      <rect className="h-field" x="34" y="68" width="280" height="52" rx="12" />
      <text x="52" y="103" className="h-drawn-large">
        482 917 356
      </text>
      <rect className="h-filled" x="34" y="138" width="150" height="44" rx="12" />
      <g className="h-on-filled">
        <text x="109" y="166" className="h-drawn-strong" textAnchor="middle">
          {t("drawnJoin")}
        </text>
      </g>
    </Drawing>
  );
}

export function WidgetPicture() {
  const t = useT(helpTexts);
  return (
    <Drawing label={t("pictureWidget")} width={560} height={210}>
      <path className="h-column" d="M1 17a16 16 0 0 1 16-16h526a16 16 0 0 1 16 16v21H1z" />
      {[22, 40, 58].map((x) => (
        <circle key={x} className="h-line" cx={x} cy="20" r="5" />
      ))}
      <text x="280" y="25" className="h-drawn-small" textAnchor="middle">
        {t("drawnWebsite")}
      </text>
      {[66, 96, 126].map((y) => (
        <rect key={y} className="h-line" x="30" y={y} width={y === 126 ? 150 : 230} height="16" rx="8" />
      ))}
      <rect className="h-box" x="318" y="58" width="214" height="132" rx="14" />
      <text x="336" y="86" className="h-drawn-small h-ink">
        {t("drawnCode")}
      </text>
      <rect className="h-field" x="336" y="96" width="178" height="36" rx="9" />
      <text x="350" y="121" className="h-drawn-code">
        482 917 356
      </text>
      <rect className="h-filled" x="336" y="142" width="178" height="34" rx="9" />
      <g className="h-on-filled">
        <text x="425" y="164" className="h-drawn-strong" textAnchor="middle">
          {t("drawnJoin")}
        </text>
      </g>
    </Drawing>
  );
}

/** The pencil beside a PDF, in the Files of a session. */
export function PencilPicture() {
  const t = useT(helpTexts);
  return (
    <Drawing label={t("picturePencil")} width={560} height={150}>
      <rect className="h-box" x="40" y="30" width="480" height="90" rx="14" />
      <rect className="h-tint-other" x="60" y="48" width="54" height="54" rx="12" />
      <g className="h-icons">
        <IconFileTypePdf x={74} y={62} size={26} stroke={1.7} />
        <IconPencil x={388} y={62} size={26} stroke={1.8} />
        <IconDownload x={456} y={62} size={26} stroke={1.8} />
      </g>
      <text x="132" y="71" className="h-drawn-strong h-ink">
        {t("drawnFile")}
      </text>
      <rect className="h-line" x="132" y="84" width="150" height="12" rx="6" />
      <circle className="h-ring" cx="401" cy="75" r="29" />
    </Drawing>
  );
}

/** Two fields on a page, of two people: one signed, one not yet. */
export function FieldsPicture() {
  const t = useT(helpTexts);
  return (
    <Drawing label={t("pictureFields")} width={560} height={210}>
      <path className="h-box" d="M90 208V30a12 12 0 0 1 12-12h356a12 12 0 0 1 12 12v178z" />
      {[40, 64, 88].map((y) => (
        <rect key={y} className="h-line" x="116" y={y} width={y === 88 ? 190 : 320} height="12" rx="6" />
      ))}
      <rect className="h-tint" x="116" y="122" width="154" height="64" rx="10" />
      <path
        className="h-ink-line"
        d="M134 166c12-26 22-36 26-32s-8 24-4 26 12-18 18-18-2 14 4 14 10-12 16-12 0 12 8 12 14-8 44-14"
      />
      <rect className="h-tint-other" x="290" y="122" width="154" height="64" rx="10" />
      <text x="367" y="159" className="h-drawn-note" textAnchor="middle">
        {t("drawnSignHere")}
      </text>
    </Drawing>
  );
}
