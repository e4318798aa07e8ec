/** One click keeps a file of the session with the client whom the session is about. */
import { Menu } from "@mantine/core";
import { IconUserCheck } from "@tabler/icons-react";
import { useState, useSyncExternalStore } from "react";
import { refusal } from "../../i18n";
import { papersTexts } from "../../i18n/documents-crm";
import { Problem } from "../../protocol/rest";
import { useRoom } from "../../room/context";
import type { SharedFile } from "../../state/session";
import { useLanguage, useT } from "../../ui";
import type { RoomClientStore } from "../client/roomClient";

export function KeepItem({ file }: { readonly file: SharedFile }) {
  const { client } = useRoom();
  return client === null ? null : <Keep file={file} store={client} />;
}

function Keep({ file, store }: { readonly file: SharedFile; readonly store: RoomClientStore }) {
  const t = useT(papersTexts);
  const language = useLanguage();
  const { ui } = useRoom();
  const [busy, setBusy] = useState(false);
  const { client } = useSyncExternalStore(store.subscribe, store.getState);
  if (client?.party == null) return null;
  const { name } = client.party;
  const keep = async () => {
    setBusy(true);
    try {
      await store.keep(file.id);
      ui.tell("info", t("kept", { name }));
    } catch (error) {
      ui.tell("danger", refusal(language, error instanceof Problem ? error.code : "internal", papersTexts));
    }
    setBusy(false);
  };
  return (
    <Menu.Item
      leftSection={<IconUserCheck size={18} aria-hidden="true" />}
      disabled={busy}
      onClick={() => void keep()}
    >
      {t("keep", { name })}
    </Menu.Item>
  );
}
