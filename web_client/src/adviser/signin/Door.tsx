/** The frame of every page before signing in: words and fields at the left, the two people at the right. */
import type { ReactNode } from "react";
import { adviserTexts } from "../../i18n/adviser";
import { ClientPage, type Office, Portrait, useT } from "../../ui";
import { usePublicOffice } from "../api/account";
import { useTitle } from "../shell/PageTitle";

const NOBODY: Office = { name: "Samen" };

interface DoorProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** The office of an invitation, where the server has several. */
  readonly office?: Office;
  readonly children: ReactNode;
}

export function Door({ title, lead, office: invitedBy, children }: DoorProps) {
  const t = useT(adviserTexts);
  const { data } = usePublicOffice();
  useTitle(title);
  return (
    <ClientPage office={invitedBy ?? data ?? NOBODY} backdrop="join">
      <div className="a-door">
        <section className="a-door-words">
          <h1 tabIndex={-1}>{title}</h1>
          {lead && <p className="a-door-lead">{lead}</p>}
          {children}
        </section>
        <div className="a-door-pictures" aria-hidden="true">
          <div className="a-door-picture" data-of="adviser">
            <Portrait of="adviser" round />
            <span>{t("doorAdviser")}</span>
          </div>
          <div className="a-door-picture" data-of="client">
            <Portrait of="client" round />
            <span>{t("doorClient")}</span>
          </div>
        </div>
      </div>
    </ClientPage>
  );
}
