/** @jsxImportSource preact */
/** The few Tabler icons of the join page, as plain SVG; always silent, words stand beside them. */
import alertCircle from "@tabler/icons/outline/alert-circle.svg?raw";
import alertTriangle from "@tabler/icons/outline/alert-triangle.svg?raw";
import arrowRight from "@tabler/icons/outline/arrow-right.svg?raw";
import check from "@tabler/icons/outline/check.svg?raw";
import chevronDown from "@tabler/icons/outline/chevron-down.svg?raw";
import laptop from "@tabler/icons/outline/device-laptop.svg?raw";
import install from "@tabler/icons/outline/download-off.svg?raw";
import hand from "@tabler/icons/outline/hand-stop.svg?raw";
import language from "@tabler/icons/outline/language.svg?raw";
import lock from "@tabler/icons/outline/lock.svg?raw";
import mail from "@tabler/icons/outline/mail-forward.svg?raw";
import phone from "@tabler/icons/outline/phone.svg?raw";
import screen from "@tabler/icons/outline/screen-share.svg?raw";
import textSize from "@tabler/icons/outline/text-size.svg?raw";
import close from "@tabler/icons/outline/x.svg?raw";

export const ICONS = {
  alertCircle,
  alertTriangle,
  arrowRight,
  check,
  chevronDown,
  close,
  hand,
  install,
  language,
  laptop,
  lock,
  mail,
  phone,
  screen,
  textSize,
} as const;

interface SvgProps {
  readonly svg: string;
  readonly className?: string;
}

/** An icon given as the text of its file, which came with the program. */
export function Svg({ svg, className = "" }: SvgProps) {
  return (
    <span
      class={`jp-icon ${className}`}
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: the text is a file of our own build, never input
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}

export function Icon({
  name,
  className,
}: {
  readonly name: keyof typeof ICONS;
  readonly className?: string;
}) {
  return <Svg svg={ICONS[name]} className={className} />;
}
