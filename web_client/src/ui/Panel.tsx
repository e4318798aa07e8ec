/** A white card with a heading row: the building block of the dashboard and the settings. */
import type { ReactNode } from "react";
import { useId } from "react";

interface PanelProps {
  readonly title?: ReactNode;
  /** Beside the title: a count or a chip. */
  readonly badge?: ReactNode;
  /** At the right of the heading row: a link or a small button. */
  readonly action?: ReactNode;
  readonly headingLevel?: 2 | 3;
  /** Lists and tables run to the edge. */
  readonly flush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Panel({
  title,
  badge,
  action,
  headingLevel = 2,
  flush = false,
  className,
  children,
}: PanelProps) {
  const heading = useId();
  const Heading = `h${headingLevel}` as const;
  return (
    <section className={`s-panel ${className ?? ""}`} aria-labelledby={title ? heading : undefined}>
      {title && (
        <header className="s-panel-head">
          <Heading id={heading} className="s-panel-title">
            {title}
          </Heading>
          {badge}
          {action && <div className="s-panel-action">{action}</div>}
        </header>
      )}
      <div className={flush ? "s-panel-flush" : "s-panel-body"}>{children}</div>
    </section>
  );
}
