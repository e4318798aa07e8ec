/** Holding a client for a legal reason. */
import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { privacyTexts } from "../../i18n/privacy";
import { announce, useT } from "../../ui";
import { useHold, useHoldsOf } from "../api/privacy";
import type { DialogProps } from "./ClientDialog";
import { HoldList } from "./HoldList";
import { PrivacyProblem } from "./PrivacyProblem";

export function HoldDialog({ client, onClose }: DialogProps) {
  const t = useT(privacyTexts);
  const holds = useHoldsOf(client.id);
  const hold = useHold(client.id);
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const place = () =>
    hold.mutate(
      { reason: reason.trim(), until: until || null },
      {
        onSuccess: () => {
          announce(t("held"));
          onClose();
        },
      },
    );
  return (
    <Modal opened onClose={onClose} title={t("holdTitle", { name: client.name })} size="34rem">
      <div className="a-fields">
        <p className="a-quiet">{t("holdText")}</p>
        {(holds.data?.items.length ?? 0) > 0 && <HoldList holds={holds.data?.items ?? []} />}
        <Textarea
          label={t("holdReason")}
          value={reason}
          maxLength={500}
          required
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t("holdLast")}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <PrivacyProblem error={hold.error} />
        <div className="a-buttons">
          <Button loading={hold.isPending} disabled={reason.trim() === ""} onClick={place}>
            {t("holdNow")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
