/** The documents of one client, as the card on the client's page: what is there, and what is waited for. */
import { Button } from "@mantine/core";
import { IconFileUpload, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { papersTexts } from "../../i18n/documents-crm";
import { Panel, useT } from "../../ui";
import { useDocuments, useRequests } from "../api/documents";
import { Loaded } from "../shell/Problem";
import { DocumentRow } from "./DocumentRow";
import { RequestDocumentDialog } from "./RequestDocumentDialog";
import { RequestRow } from "./RequestRow";
import { ShareDocumentDialog } from "./ShareDocumentDialog";
import { useDocumentActions } from "./useDocumentActions";
import "./documents.css";

interface ClientDocumentsProps {
  readonly clientId: string;
  /** Only the newest few: beside other cards. */
  readonly few?: boolean;
}

const FEW = 5;

export function ClientDocuments({ clientId, few = false }: ClientDocumentsProps) {
  const t = useT(papersTexts);
  const list = useDocuments({ client: clientId });
  const requests = useRequests({ client: clientId, state: "open" });
  const { act, news, dialogs } = useDocumentActions();
  const [dialog, setDialog] = useState<"share" | "request">();
  const open = requests.data?.pages.flatMap((page) => page.items) ?? [];
  const all = (list.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ kind }) => kind !== "log_data",
  );
  const items = few ? all.slice(0, FEW) : all;
  return (
    <Panel
      title={t("title")}
      flush
      className={few ? "d-narrow" : ""}
      action={
        <span className="a-buttons">
          {!few && (
            <Button
              variant="subtle"
              leftSection={<IconFileUpload size={19} aria-hidden="true" />}
              onClick={() => setDialog("request")}
            >
              {t("clientRequest")}
            </Button>
          )}
          <Button
            variant="subtle"
            leftSection={<IconPlus size={19} aria-hidden="true" />}
            onClick={() => setDialog("share")}
          >
            {t("clientShare")}
          </Button>
        </span>
      }
    >
      {news}
      <Loaded query={list}>
        {() =>
          items.length + open.length === 0 ? (
            <p className="a-inset a-quiet">{t("clientNone")}</p>
          ) : (
            <ul className="d-rows">
              {items.map((document) => (
                <DocumentRow key={document.id} document={document} onAct={act} withClient={false} />
              ))}
              {open.map((request) => (
                <RequestRow key={request.id} request={request} withClient={false} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {!few && list.hasNextPage && (
        <div className="a-more">
          <Button variant="default" onClick={() => void list.fetchNextPage()}>
            {t("older")}
          </Button>
        </div>
      )}
      {dialogs}
      {dialog === "share" && (
        <ShareDocumentDialog clientIds={[clientId]} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "request" && (
        <RequestDocumentDialog clientIds={[clientId]} onClose={() => setDialog(undefined)} />
      )}
    </Panel>
  );
}
