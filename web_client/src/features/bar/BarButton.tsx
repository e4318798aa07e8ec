/** One control of the bar: pill, name, second line. Its state is told by shape, icon and word, never by colour alone. */
import { type ReactNode, useId } from "react";
import classes from "./Bar.module.css";

/** How the pill looks. `end` is the red one. */
export type PillState = "on" | "off" | "muted" | "disabled" | "weak" | "attention" | "end";

export interface BarButtonProps {
  /** The accessible name: exactly these words, in every state. */
  readonly name: string;
  /** A shorter visible label where the bar is narrow. */
  readonly label?: string;
  readonly second?: string;
  readonly state: PillState;
  readonly icon: ReactNode;
  /** Left out for what is no toggle. */
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  /** A panel of this control is open: the whole control stands on a card. */
  readonly open?: boolean;
  readonly count?: number;
  /** Said after the second line: what the count counts. */
  readonly countLabel?: string;
  readonly shortcut?: { readonly keys: string; readonly hint: string };
  /** Also called while disabled, so that the reason can be told. */
  readonly onPress: () => void;
  /** A menu button beside the pill. */
  readonly beside?: ReactNode;
  readonly id?: string;
}

export function BarButton(props: BarButtonProps) {
  const { name, label, second, state, icon, pressed, expanded, open, count, countLabel, shortcut, onPress } =
    props;
  const description = useId();
  const more = count && countLabel && countLabel !== second ? countLabel : undefined;
  return (
    <div className={classes.item} data-open={open || undefined} data-beside={props.beside ? true : undefined}>
      <button
        type="button"
        className={classes.control}
        data-state={state}
        aria-label={name}
        aria-pressed={pressed}
        aria-expanded={expanded}
        aria-haspopup={expanded === undefined ? undefined : "dialog"}
        aria-disabled={state === "disabled" || undefined}
        aria-describedby={second || more ? description : undefined}
        aria-keyshortcuts={shortcut?.keys}
        title={shortcut?.hint}
        id={props.id}
        onClick={onPress}
      >
        <span className={classes.pill} aria-hidden="true">
          {icon}
        </span>
        <span className={classes.label} aria-hidden="true">
          {label ?? name}
        </span>
      </button>
      {/* Beside the button, not in it: these words describe the control and are no part of its name. */}
      {count ? (
        <span className={classes.count} aria-hidden="true">
          {count > 99 ? "99+" : count}
        </span>
      ) : null}
      {(second || more) && (
        <span className={classes.second} data-state={state} id={description}>
          {second}
          {more && <span className="s-hidden">, {more}</span>}
        </span>
      )}
      {props.beside}
    </div>
  );
}
