/** Two cards of one client become one. */
import { Button, Group, Modal } from "@mantine/core";
import { useState } from "react";
import { clientsTexts } from "../../i18n/clients";
import { announce, Notice, useT } from "../../ui";
import { type ClientView, useMerge } from "../api/clients";
import { ClientPicker, type PickedClient } from "./ClientPicker";
import { ClientProblem } from "./ClientProblem";

interface MergeDialogProps {
  /** The one that stays. */
  readonly client: ClientView;
  readonly onClose: () => void;
}

export function MergeDialog({ client, onClose }: MergeDialogProps) {
  const t = useT(clientsTexts);
  const merge = useMerge();
  const [other, setOther] = useState<PickedClient | null>(null);
  return (
    <Modal opened onClose={onClose} title={t("mergeTitle", { name: client.name })} size="32rem">
      <div className="a-fields">
        <p className="a-quiet">{t("mergeText", { name: client.name })}</p>
        <ClientPicker label={t("mergeWith")} value={other} onPick={setOther} except={[client.id]} />
        {other && <Notice kind="warning">{t("mergeGoes", { other: other.name, name: client.name })}</Notice>}
        <ClientProblem error={merge.error} />
        <Group gap="xs">
          <Button
            loading={merge.isPending}
            disabled={other === null}
            onClick={() =>
              other &&
              merge.mutate(
                { into: client.id, from: other.id },
                {
                  onSuccess: () => {
                    announce(t("merged", { name: client.name }));
                    onClose();
                  },
                },
              )
            }
          >
            {t("mergeNow")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
