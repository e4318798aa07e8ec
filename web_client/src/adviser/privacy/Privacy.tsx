/** Settings of privacy: how long what is kept, who is held, who was erased, and who saw and did what. */
import { Link } from "react-router";
import { clientsTexts } from "../../i18n/clients";
import { privacyTexts } from "../../i18n/privacy";
import { Panel, useT } from "../../ui";
import { useErasures, useHolds } from "../api/privacy";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { AuditCard } from "./AuditCard";
import { HoldList } from "./HoldList";
import { RulesCard } from "./RulesCard";
import { useWhen } from "./useWhen";
import "./privacy.css";

export function Privacy() {
  const t = useT(privacyTexts);
  const clients = useT(clientsTexts);
  const holds = useHolds();
  const erasures = useErasures();
  const when = useWhen({ dateStyle: "medium", timeStyle: "short" });
  const [before, after] = t("bsn", { place: "\n" }).split("\n");
  return (
    <>
      <PageTitle title={t("title")} lead={t("lead")} />
      <div className="a-stack">
        <RulesCard />
        <div className="a-columns">
          <Panel title={t("holds")}>
            <Loaded query={holds} lines={2}>
              {({ items }) =>
                items.length === 0 ? (
                  <p className="a-quiet">{t("noHolds")}</p>
                ) : (
                  <HoldList holds={items} named />
                )
              }
            </Loaded>
          </Panel>
          <Panel title={t("erasures")}>
            <Loaded query={erasures} lines={2}>
              {({ items }) =>
                items.length === 0 ? (
                  <p className="a-quiet">{t("noErasures")}</p>
                ) : (
                  <ul className="p-plain">
                    {items.slice(0, 20).map((one) => (
                      <li key={one.id}>
                        {t("erasedBy", { name: one.by || t("service"), when: when(one.at) })}
                      </li>
                    ))}
                  </ul>
                )
              }
            </Loaded>
            <p className="a-quiet">
              {before}
              <Link to="/adviser/settings/clients">{clients("clients")}</Link>
              {after}
            </p>
          </Panel>
        </div>
        <AuditCard />
      </div>
    </>
  );
}
