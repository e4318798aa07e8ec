/** On the dashboard: documents that somebody still has to sign. Nothing at all when there are none. */
import { Link } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { envelopesTexts } from "../../i18n/envelopes";
import { Panel, useT } from "../../ui";
import { useEnvelopes } from "../api/envelopes";
import { EnvelopeRow } from "./EnvelopeRow";

const SHOWN = 4;

export function WaitingForSignature() {
  const t = useT(envelopesTexts);
  const adviser = useT(adviserTexts);
  const { data } = useEnvelopes({ status: "sent" });
  const waiting = data?.pages[0]?.items ?? [];
  if (waiting.length === 0) return null;
  return (
    <Panel
      title={t("dashboardTitle")}
      flush
      action={
        <Link className="a-link" to="/adviser/signing?status=sent">
          {adviser("signing")}
        </Link>
      }
    >
      <ul className="a-rows">
        {waiting.slice(0, SHOWN).map((envelope) => (
          <EnvelopeRow key={envelope.id} envelope={envelope} />
        ))}
      </ul>
    </Panel>
  );
}
