/** The one heading of a page, which is also the tab's title. */
import { type ReactNode, useEffect } from "react";
import { useMe, usePublicOffice } from "../api/account";

interface PageTitleProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Beside the title: a chip or a count. */
  readonly badge?: ReactNode;
  /** At the right: buttons, or a line that says how things are. */
  readonly children?: ReactNode;
}

export function useTitle(title: string): void {
  const { data: me } = useMe();
  const { data: office } = usePublicOffice();
  const name = me?.organisation.name ?? office?.name ?? "Samen";
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
}

export function PageTitle({ title, lead, badge, children }: PageTitleProps) {
  useTitle(title);
  return (
    <header className="a-title">
      <div className="a-title-words">
        <h1 tabIndex={-1}>
          {title}
          {badge && <span className="a-title-badge">{badge}</span>}
        </h1>
        {lead && <p>{lead}</p>}
      </div>
      {children && <div className="a-title-side">{children}</div>}
    </header>
  );
}
