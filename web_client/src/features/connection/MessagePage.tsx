/** A whole page with one message and what to do next: moved, removed, left, refused, not yet in. */
import type { ReactNode } from "react";
import { ClientPage, type Office, Portrait } from "../../ui";
import classes from "./Connection.module.css";

interface MessagePageProps {
  readonly office: Office;
  readonly title: string;
  readonly text: string;
  readonly actions?: ReactNode;
}

export function MessagePage({ office, title, text, actions }: MessagePageProps) {
  return (
    <ClientPage office={office} backdrop="check">
      <div className={classes.page}>
        <div className={classes.card}>
          <div className={classes.portrait} aria-hidden="true">
            <Portrait of="adviser" round />
          </div>
          <div role="status">
            <h1>{title}</h1>
            <p>{text}</p>
          </div>
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
      </div>
    </ClientPage>
  );
}
