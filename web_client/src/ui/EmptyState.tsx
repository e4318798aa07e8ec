/** An empty list with a picture, a sentence and the next step. */
import type { ReactNode } from "react";

interface EmptyStateProps {
  /** An icon of about 34 pixels, drawn on two overlapping circles. */
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  /** One filled button, at most one outlined beside it. */
  readonly actions?: ReactNode;
  readonly headingLevel?: 2 | 3 | 4;
}

export function EmptyState({ icon, title, children, actions, headingLevel = 3 }: EmptyStateProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <div className="s-empty">
      <div className="s-empty-picture" aria-hidden="true">
        {icon}
      </div>
      <Heading className="s-empty-title">{title}</Heading>
      {children && <div className="s-empty-text">{children}</div>}
      {actions && <div className="s-empty-actions">{actions}</div>}
    </div>
  );
}
