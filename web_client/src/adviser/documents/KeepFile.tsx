/** Keeps a file of a session with its client in one click; where the session has none, one is chosen. */
import { Button, Group, Modal } from "@mantine/core";
import { IconCheck, IconUserCheck } from "@tabler/icons-react";
import { useState } from "react";
import { papersTexts } from "../../i18n/documents-crm";
import { announce, StatusChip, useT } from "../../ui";
import { refusalOf } from "../api/client";
import { useKeepFile } from "../api/documents";
import { ClientPicker, type PickedClient } from "../clients/ClientPicker";
import { DocumentProblem } from "./DocumentProblem";

interface KeepFileProps {
  readonly sessionId: string;
  readonly file: { readonly id: string; readonly name: string };
}

export function KeepFile({ sessionId, file }: KeepFileProps) {
  const t = useT(papersTexts);
  const keep = useKeepFile();
  const [choosing, setChoosing] = useState(false);
  const [client, setClient] = useState<PickedClient | null>(null);

  /** A CRM that is away takes the file later, and cannot say the client's name now. */
  const said = (name: string) => (name === "" ? t("keptLater") : t("kept", { name }));

  const send = (clientId?: string) =>
    keep.mutate(
      { sessionId, fileId: file.id, clientId },
      {
        onSuccess: (kept) => {
          setChoosing(false);
          announce(said(kept.client.name));
        },
        onError: (error) => setChoosing(refusalOf(error).code === "no_client_here" || clientId !== undefined),
      },
    );
  if (keep.data)
    return (
      <StatusChip tone="office" icon={<IconCheck size={16} />}>
        {said(keep.data.client.name)}
      </StatusChip>
    );
  const asked = refusalOf(keep.error).code === "no_client_here";
  return (
    <>
      <Button
        variant="default"
        size="sm"
        loading={keep.isPending && !choosing}
        leftSection={<IconUserCheck size={18} aria-hidden="true" />}
        aria-label={`${t("keepPlain")}: ${file.name}`}
        onClick={() => send()}
      >
        {t("keepPlain")}
      </Button>
      {!choosing && keep.error && !asked && <DocumentProblem error={keep.error} />}
      <Modal opened={choosing} onClose={() => setChoosing(false)} title={t("keepPlain")} size="34rem">
        <div className="a-stack">
          <ClientPicker value={client} onPick={setClient} allowNew anyCrm label={t("keepWhich")} />
          {keep.error && !asked && <DocumentProblem error={keep.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setChoosing(false)}>
              {t("cancel")}
            </Button>
            <Button
              disabled={client === null}
              loading={keep.isPending}
              onClick={() => client && send(client.id)}
            >
              {t("save")}
            </Button>
          </Group>
        </div>
      </Modal>
    </>
  );
}
