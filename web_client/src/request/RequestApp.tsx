/** The page behind a client's link, in the look of the office that sent it. */
import { Button } from "@mantine/core";
import { IconLinkOff, IconWifiOff } from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import { papersTexts } from "../i18n/documents-crm";
import { offerAccountLanguage } from "../i18n/language";
import { ClientPage, SamenProvider, useT } from "../ui";
import { AskPage } from "./AskPage";
import { type Asked, Refused, readAsked, readShared, type Shared } from "./api";
import { SharedPage } from "./SharedPage";
import "./request.css";

interface RequestAppProps {
  readonly place: "request" | "shared";
  readonly token: string;
}

type Found =
  | { readonly state: "loading" }
  | { readonly state: "away" | "unknown" }
  | { readonly state: "asked"; readonly asked: Asked }
  | { readonly state: "shared"; readonly shared: Shared };

export function RequestApp({ place, token }: RequestAppProps) {
  const [found, setFound] = useState<Found>({ state: "loading" });
  const load = useCallback(async () => {
    setFound({ state: "loading" });
    try {
      if (place === "request") setFound({ state: "asked", asked: await readAsked(token) });
      else setFound({ state: "shared", shared: await readShared(token) });
    } catch (error) {
      const dead = error instanceof Refused && error.code === "link_unknown";
      setFound({ state: dead ? "unknown" : "away" });
    }
  }, [place, token]);
  useEffect(() => void load(), [load]);
  const view = found.state === "asked" ? found.asked : found.state === "shared" ? found.shared : undefined;
  useEffect(() => offerAccountLanguage(view?.language), [view?.language]);
  return (
    <SamenProvider officeColour={view?.office.colour}>
      <ClientPage office={view?.office ?? { name: "Samen" }} backdrop="join">
        <div className="rq-frame">
          {found.state === "asked" && <AskPage token={token} first={found.asked} />}
          {found.state === "shared" && <SharedPage shared={found.shared} />}
          {found.state === "loading" && <Coming />}
          {(found.state === "away" || found.state === "unknown") && (
            <NotHere gone={found.state === "unknown"} onAgain={() => void load()} />
          )}
        </div>
      </ClientPage>
    </SamenProvider>
  );
}

function Coming() {
  const t = useT(papersTexts);
  return (
    <p role="status" className="rq-coming">
      {t("loading")}
    </p>
  );
}

function NotHere({ gone, onAgain }: { readonly gone: boolean; readonly onAgain: () => void }) {
  const t = useT(papersTexts);
  const title = t(gone ? "linkDeadTitle" : "awayTitle");
  useEffect(() => {
    document.title = title;
  }, [title]);
  const Icon = gone ? IconLinkOff : IconWifiOff;
  return (
    <section className="rq-card">
      <span className="rq-icon" data-tone="bad" aria-hidden="true">
        <Icon size={34} stroke={1.6} />
      </span>
      <h1 className="rq-title">{title}</h1>
      <p className="rq-lead">{t(gone ? "linkDeadText" : "awayText")}</p>
      {!gone && (
        <Button size="xl" fullWidth onClick={onAgain}>
          {t("tryAgain")}
        </Button>
      )}
    </section>
  );
}
