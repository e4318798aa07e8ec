/** A short state in a pill: always words, with a dot or an icon beside them. */
import type { ReactNode } from "react";
import type { Tone } from "./tone";

interface StatusChipProps {
  readonly tone?: Tone;
  /** An icon of 16 pixels; without one a dot. */
  readonly icon?: ReactNode;
  /** Stronger background, for the one chip of a view that matters most. */
  readonly strong?: boolean;
  readonly children: ReactNode;
}

export function StatusChip({ tone = "neutral", icon, strong = false, children }: StatusChipProps) {
  return (
    <span className="s-chip" data-tone={tone} data-strong={strong || undefined}>
      {icon ? (
        <span className="s-chip-icon" aria-hidden="true">
          {icon}
        </span>
      ) : (
        <span className="s-chip-dot" aria-hidden="true" />
      )}
      {children}
    </span>
  );
}

/** A count beside a word: `Inbox 2`. `label` says what is counted. */
export function CountChip({
  count,
  label,
  tone = "attention",
}: {
  count: number;
  label: string;
  tone?: Tone;
}) {
  return (
    <span className="s-count s-digits" data-tone={tone}>
      <span aria-hidden="true">{count}</span>
      <span className="s-hidden">{label}</span>
    </span>
  );
}
