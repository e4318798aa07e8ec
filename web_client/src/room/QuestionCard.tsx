/** A question that waits for an answer: a card above the bar, never a dialog that stops the conversation. */
import { type ReactNode, useId } from "react";
import { IconTile, type Tone } from "../ui";
import classes from "./Cards.module.css";

interface QuestionCardProps {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  /** The harmless answer first, the filled one last. */
  readonly actions: ReactNode;
  /** Told at once to screen readers; the usual. */
  readonly urgent?: boolean;
}

export function QuestionCard({ tone, icon, title, children, actions, urgent = true }: QuestionCardProps) {
  const heading = useId();
  return (
    <section className={classes.card} aria-labelledby={heading}>
      <IconTile tone={tone} size={44}>
        {icon}
      </IconTile>
      <div className={classes.body} role={urgent ? "alert" : "status"}>
        <h2 id={heading} className={classes.title}>
          {title}
        </h2>
        {children && <div className={classes.text}>{children}</div>}
      </div>
      <div className={classes.actions}>{actions}</div>
    </section>
  );
}
