/** The frame of a page for clients: office and switches on top, two soft circles behind, help at the bottom. */
import { IconPhone } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { commonTexts } from "../i18n/common";
import { OfficeMark, SamenMark } from "./Brand";
import { LanguageSwitch, LargerTextSwitch } from "./Switches";
import { useT } from "./useT";
import "./clientPage.css";

export interface Office {
  readonly name: string;
  readonly colour?: string | null;
  readonly logo_url?: string | null;
  readonly phone?: string | null;
  readonly privacy_url?: string | null;
}

interface ClientPageProps {
  readonly office: Office;
  /** Which circles lie behind: "join" big at the right, "check" low at the left, "end" at the right. */
  readonly backdrop: "join" | "check" | "end";
  readonly children: ReactNode;
}

export function ClientPage({ office, backdrop, children }: ClientPageProps) {
  const t = useT(commonTexts);
  return (
    <div className="cp" data-backdrop={backdrop}>
      <header className="cp-top">
        <div className="cp-office">
          <OfficeMark name={office.name} logoUrl={office.logo_url} />
          <span>{office.name}</span>
        </div>
        <div className="cp-switches">
          <LargerTextSwitch />
          <div className="cp-wide-only">
            <LanguageSwitch />
          </div>
          <div className="cp-narrow-only">
            <LanguageSwitch shape="narrow" />
          </div>
        </div>
      </header>
      <main className="cp-main">{children}</main>
      <footer className="cp-foot">
        <span className="cp-mark">
          <SamenMark />
          {t("freeSoftware")}
        </span>
        {office.privacy_url && (
          <a href={office.privacy_url} target="_blank" rel="noopener noreferrer">
            {t("privacy")}
          </a>
        )}
        <a href="/help" target="_blank" rel="noopener noreferrer">
          {t("help")}
        </a>
        {office.phone && (
          <a className="cp-phone" href={`tel:${office.phone.replace(/[^\d+]/g, "")}`}>
            <IconPhone size={16} aria-hidden="true" />
            {t("stuckCall", { phone: office.phone })}
          </a>
        )}
      </footer>
    </div>
  );
}
