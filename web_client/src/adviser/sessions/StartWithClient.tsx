/** A session about a client who is chosen here, in whichever CRM the office has. */
import { Button, Modal, Radio, Stack } from "@mantine/core";
import { IconScreenShare, IconUserSearch } from "@tabler/icons-react";
import { useState } from "react";
import { clientsTexts } from "../../i18n/clients";
import { crmTexts } from "../../i18n/crm";
import { useT } from "../../ui";
import { ClientPicker, type PickedClient } from "../clients/ClientPicker";
import { startWithClient } from "../clients/startSession";

export function StartWithClient() {
  const t = useT(crmTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconUserSearch size={20} aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        {t("startWithClient")}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t("startWithClient")} size="34rem">
        <Choice onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function Choice({ onClose }: { readonly onClose: () => void }) {
  const t = useT(crmTexts);
  const words = useT(clientsTexts);
  const [client, setClient] = useState<PickedClient | null>(null);
  const [page, setPage] = useState("yes");
  const start = () => {
    if (client === null) return;
    startWithClient(client.id, page === "yes");
    onClose();
  };
  return (
    <div className="a-stack">
      <ClientPicker value={client} onPick={setClient} allowNew anyCrm />
      <Radio.Group label={t("startHow")} value={page} onChange={setPage}>
        <Stack gap="xs" mt="xs">
          <Radio value="yes" label={words("withPage")} description={words("withPageHint")} />
          <Radio value="no" label={words("withoutPage")} description={words("withoutPageHint")} />
        </Stack>
      </Radio.Group>
      <div className="a-buttons">
        <Button
          disabled={client === null}
          leftSection={<IconScreenShare size={20} aria-hidden="true" />}
          onClick={start}
        >
          {t("startNow")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {words("cancel")}
        </Button>
      </div>
    </div>
  );
}
