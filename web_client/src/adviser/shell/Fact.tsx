/** One fact in a list of facts: an icon and a word, and what it is. */
import type { ReactNode } from "react";

interface FactProps {
  readonly icon: ReactNode;
  readonly term: string;
  readonly children: ReactNode;
}

export function Fact({ icon, term, children }: FactProps) {
  return (
    <div>
      <dt>
        <span aria-hidden="true">{icon}</span>
        {term}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
