/** Settings about clients: own fields, labels, teams, and what the office does not keep. */
import { clientsTexts } from "../../i18n/clients";
import { useT } from "../../ui";
import { PageTitle } from "../shell/PageTitle";
import { ClientChoicesCard } from "./ClientChoicesCard";
import { ClientFieldsCard } from "./ClientFieldsCard";
import { ClientTagsCard } from "./ClientTagsCard";
import { TeamsCard } from "./TeamsCard";
import "../clients/clients.css";

export function Clients() {
  const t = useT(clientsTexts);
  return (
    <>
      <PageTitle title={t("settingsTitle")} lead={t("settingsLead")} />
      <div className="a-columns">
        <div className="a-stack">
          <ClientFieldsCard />
          <ClientTagsCard />
        </div>
        <div className="a-stack">
          <TeamsCard />
          <ClientChoicesCard />
        </div>
      </div>
    </>
  );
}
