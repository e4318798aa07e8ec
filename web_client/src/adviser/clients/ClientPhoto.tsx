/** The photo of a client: chosen, replaced and taken away from the menu of their page. */
import { Menu } from "@mantine/core";
import { IconPhoto, IconPhotoOff } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import { clientsTexts } from "../../i18n/clients";
import { announce, useConfirm, useT } from "../../ui";
import { type ClientView, PHOTO_KINDS, useDropPhoto, usePutPhoto } from "../api/clients";
import { ClientProblem } from "./ClientProblem";

interface ClientPhoto {
  /** For the menu. */
  readonly items: ReactNode;
  /** Beside the menu, which comes and goes: the browser's own field for a file, and what went wrong. */
  readonly field: ReactNode;
  readonly pending: boolean;
}

export function useClientPhoto(client: ClientView): ClientPhoto {
  const t = useT(clientsTexts);
  const confirm = useConfirm();
  const field = useRef<HTMLInputElement>(null);
  const put = usePutPhoto(client.id);
  const drop = useDropPhoto(client.id);
  const has = client.photo_url !== null;

  const send = (file: File | undefined) => {
    drop.reset();
    if (file) put.mutate(file, { onSuccess: () => announce(t("photoSet")) });
  };
  const remove = async () => {
    put.reset();
    const sure = await confirm({
      title: t("photoRemoveAsk", { name: client.name }),
      text: t("photoRemoveText"),
      confirm: t("photoRemove"),
    });
    if (sure) drop.mutate(undefined, { onSuccess: () => announce(t("photoGone")) });
  };
  return {
    pending: put.isPending || drop.isPending,
    items: (
      <>
        <Menu.Item leftSection={<IconPhoto size={19} />} onClick={() => field.current?.click()}>
          {t(has ? "photoOther" : "photoAdd")}
        </Menu.Item>
        {has && (
          <Menu.Item leftSection={<IconPhotoOff size={19} />} onClick={() => void remove()}>
            {t("photoRemove")}
          </Menu.Item>
        )}
      </>
    ),
    field: (
      <>
        <input
          ref={field}
          type="file"
          hidden
          aria-label={t("photo")}
          accept={PHOTO_KINDS.join(",")}
          onChange={(event) => {
            send(event.currentTarget.files?.[0]);
            // The same file may be chosen again after it was refused.
            event.currentTarget.value = "";
          }}
        />
        {Boolean(put.error ?? drop.error) && (
          <div className="a-whole-line">
            <ClientProblem error={put.error ?? drop.error} />
          </div>
        )}
      </>
    ),
  };
}
