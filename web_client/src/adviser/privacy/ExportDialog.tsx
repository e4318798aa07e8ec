/** Everything about one client as one archive: asked for, and downloaded once it is there. */
import { Button, Checkbox, Modal } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { privacyTexts } from "../../i18n/privacy";
import { useT } from "../../ui";
import { type Archive, archiveAddress, useArchives, useMakeArchive } from "../api/privacy";
import { Loaded } from "../shell/Problem";
import type { DialogProps } from "./ClientDialog";
import { PrivacyProblem } from "./PrivacyProblem";
import { useWhen } from "./useWhen";

export function ExportDialog({ client, onClose }: DialogProps) {
  const t = useT(privacyTexts);
  const archives = useArchives(client.id);
  const make = useMakeArchive(client.id);
  const [internal, setInternal] = useState(false);
  const busy = make.isPending || Boolean(archives.data?.items.some(({ state }) => state === "waiting"));
  return (
    <Modal opened onClose={onClose} title={t("exportTitle", { name: client.name })} size="34rem">
      <div className="a-fields">
        <p className="a-quiet">{t("exportText")}</p>
        <Checkbox
          label={t("withInternal")}
          description={t("withInternalHint")}
          checked={internal}
          onChange={(event) => setInternal(event.currentTarget.checked)}
        />
        <PrivacyProblem error={make.error} />
        <div className="a-buttons">
          <Button loading={busy} onClick={() => make.mutate({ internal })}>
            {t("makeArchive")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("close")}
          </Button>
        </div>
        <Loaded query={archives} lines={1}>
          {({ items }) => (
            <ul className="p-list" aria-label={t("archives")}>
              {items.map((one) => (
                <Line key={one.id} clientId={client.id} archive={one} />
              ))}
            </ul>
          )}
        </Loaded>
      </div>
    </Modal>
  );
}

function Line({ clientId, archive }: { readonly clientId: string; readonly archive: Archive }) {
  const t = useT(privacyTexts);
  const when = useWhen({ dateStyle: "medium", timeStyle: "short" });
  const { state } = archive;
  const words =
    state === "waiting"
      ? t("archiveWaiting")
      : state === "expired"
        ? t("archiveExpired")
        : state === "failed"
          ? t("archiveFailed")
          : t("archiveReady", { when: when(archive.expires_at ?? archive.created_at) });
  return (
    <li className="p-line">
      <span>
        <strong>{when(archive.created_at)}</strong>
        <small>{words}</small>
      </span>
      {state === "ready" && (
        <Button
          component="a"
          variant="default"
          href={archiveAddress(clientId, archive.id)}
          leftSection={<IconDownload size={18} aria-hidden="true" />}
        >
          {t("download")}
        </Button>
      )}
    </li>
  );
}
