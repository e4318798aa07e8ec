/** The line above the picture that always says who shares, who controls and who watches, with the way back at its right. */
import type { ReactNode } from "react";
import classes from "./Stage.module.css";

interface ControlStripProps {
  /** Office: the ordinary state. Attention: a client controls, or the screen is blurred. */
  readonly tone: "office" | "attention";
  readonly striped?: boolean;
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string;
  /** Shorter text for narrow screens. */
  readonly shortText?: string;
  readonly actions?: ReactNode;
}

export function ControlStrip({
  tone,
  striped = false,
  icon,
  title,
  text,
  shortText,
  actions,
}: ControlStripProps) {
  return (
    <div className={classes.strip} data-tone={tone} data-striped={striped || undefined}>
      <span className={classes.stripIcon} aria-hidden="true">
        {icon}
      </span>
      {/* Who controls is told as it changes. */}
      <p className={classes.stripText} role="status">
        <strong>{title}</strong>
        {text && <span className={shortText === undefined ? undefined : classes.long}> {text}</span>}
        {shortText && <span className={classes.short}> {shortText}</span>}
      </p>
      {actions && <div className={classes.stripActions}>{actions}</div>}
    </div>
  );
}

interface StripButtonProps {
  readonly icon?: ReactNode;
  readonly children: string;
  /** Solid: the way back. Quiet: zoom and the like, icon only on a phone. */
  readonly solid?: boolean;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly iconOnly?: boolean;
  readonly onClick: () => void;
}

export function StripButton({
  icon,
  children,
  solid,
  pressed,
  disabled,
  iconOnly,
  onClick,
}: StripButtonProps) {
  return (
    <button
      type="button"
      className={classes.stripButton}
      data-solid={solid || undefined}
      data-icon-only={iconOnly || undefined}
      aria-pressed={pressed}
      aria-label={children}
      title={iconOnly ? children : undefined}
      disabled={disabled}
      onClick={onClick}
    >
      {icon}
      <span className={classes.stripWords} aria-hidden="true">
        {children}
      </span>
    </button>
  );
}
