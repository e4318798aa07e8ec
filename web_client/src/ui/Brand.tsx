/** The marks: Samen's two circles, the office's logo, and the two portraits. */

import { initials, toneOf } from "./initials";
import adviserPicture from "./pictures/adviser.svg";
import clientPicture from "./pictures/client.svg";
import logo from "./pictures/logo.svg";

/** Two overlapping circles. Decorative: write "Samen" beside it, or give `label`. */
export function SamenMark({
  height = 16,
  label = "",
}: {
  readonly height?: number;
  readonly label?: string;
}) {
  return (
    <img src={logo} alt={label} style={{ height: `${height / 16}rem`, width: `${(height * 1.5) / 16}rem` }} />
  );
}

interface OfficeMarkProps {
  readonly name: string;
  readonly logoUrl?: string | null;
  readonly size?: number;
}

/** The office's logo, or its first letter on a tile of its colour. The name belongs beside it, so it is silent. */
export function OfficeMark({ name, logoUrl, size = 38 }: OfficeMarkProps) {
  const box = { width: `${size / 16}rem`, height: `${size / 16}rem` };
  if (logoUrl) return <img className="s-office-logo" src={logoUrl} alt="" style={box} />;
  return (
    <span className="s-office-tile" aria-hidden="true" style={{ ...box, fontSize: `${size / 32}rem` }}>
      {name.trim().charAt(0).toUpperCase() || "S"}
    </span>
  );
}

/** The drawn adviser or client; `round` cuts the circle of the join page out of it. */
export function Portrait({
  of,
  round = false,
}: {
  readonly of: "adviser" | "client";
  readonly round?: boolean;
}) {
  return (
    <img
      className="s-portrait"
      data-round={round || undefined}
      src={of === "adviser" ? adviserPicture : clientPicture}
      alt=""
    />
  );
}

interface AvatarProps {
  readonly name: string;
  /** The client's apricot, the office's green, or a quiet tone that stays with the name. */
  readonly of?: "client" | "office";
  readonly size?: number;
}

/** Initials in a circle; silent, because the name stands beside it. */
export function Avatar({ name, of, size = 40 }: AvatarProps) {
  return (
    <span
      className="s-avatar"
      data-tone={of ?? toneOf(name)}
      style={{ width: `${size / 16}rem`, height: `${size / 16}rem`, fontSize: `${size / 43}rem` }}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}
