/** The frame of everything but the document itself: one card on the client's page. */
import type { ReactNode } from "react";
import { ClientPage, type Office } from "../ui";
import "./sign.css";

interface FrameProps {
  readonly office: Office;
  readonly backdrop: "join" | "check" | "end";
  readonly children: ReactNode;
}

export function Frame({ office, backdrop, children }: FrameProps) {
  return (
    <ClientPage office={office} backdrop={backdrop}>
      <div className="sg-frame">{children}</div>
    </ClientPage>
  );
}
