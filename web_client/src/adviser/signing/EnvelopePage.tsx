/** One document: while it is a draft the way to send it, afterwards how far it is. */
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useParams } from "react-router";
import { envelopesTexts } from "../../i18n/envelopes";
import { Panel, useT } from "../../ui";
import { useEnvelope } from "../api/envelopes";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { Detail } from "./Detail";
import { DraftEditor } from "./DraftEditor";
import "./signing.css";

export function EnvelopePage() {
  const t = useT(envelopesTexts);
  const { id = "" } = useParams();
  const envelope = useEnvelope(id);
  return (
    <>
      <Link to="/adviser/signing" className="a-back">
        <IconArrowLeft size={18} aria-hidden="true" />
        {t("allDocuments")}
      </Link>
      {envelope.data ? (
        envelope.data.status === "draft" ? (
          <DraftEditor key={id} envelope={envelope.data} />
        ) : (
          <Detail envelope={envelope.data} />
        )
      ) : (
        <>
          <PageTitle title={t("envelope")} />
          <Panel>
            <Loaded query={envelope} lines={6}>
              {() => null}
            </Loaded>
          </Panel>
        </>
      )}
    </>
  );
}
