/** The office's logo: chosen or dropped, checked for kind and size before it leaves. */
import { Button, FileButton } from "@mantine/core";
import { IconPhoto, IconTrash, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { formatBytes } from "../../i18n";
import { settingsTexts } from "../../i18n/settings";
import { announce, Notice, OfficeMark, Panel, useConfirm, useLanguage, useT } from "../../ui";
import { usePutLogo, useRemoveLogo } from "../api/office";
import type { Organisation } from "../api/types";
import { Problem } from "../shell/Problem";

export const LOGO_KINDS = ["image/png", "image/jpeg", "image/webp"] as const;
export const LOGO_BYTES = 2 * 1024 * 1024;

export type LogoComplaint = "kind" | "size";

export function logoComplaint(file: Pick<File, "type" | "size">): LogoComplaint | undefined {
  if (!(LOGO_KINDS as readonly string[]).includes(file.type)) return "kind";
  return file.size > LOGO_BYTES ? "size" : undefined;
}

export function LogoCard({ organisation }: { readonly organisation: Organisation }) {
  const t = useT(settingsTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const put = usePutLogo();
  const remove = useRemoveLogo();
  const [refused, setRefused] = useState<File>();
  const complaint = refused && logoComplaint(refused);

  const choose = (file: File | null) => {
    if (!file) return;
    put.reset();
    remove.reset();
    if (logoComplaint(file)) {
      setRefused(file);
      return;
    }
    setRefused(undefined);
    put.mutate(file, { onSuccess: () => announce(t("logoSaved")) });
  };

  const takeAway = async () => {
    const sure = await confirm({
      title: t("logoRemoveAsk"),
      text: t("logoRemoveText"),
      confirm: t("logoRemove"),
      tone: "danger",
      icon: <IconTrash size={26} stroke={1.7} />,
    });
    if (sure) remove.mutate(undefined);
  };

  return (
    <Panel title={t("logo")}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for keyboards */}
      <div
        className="a-logo"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          choose(event.dataTransfer.files[0] ?? null);
        }}
      >
        <OfficeMark name={organisation.name} logoUrl={organisation.logo_url} size={72} />
        <div className="a-logo-words">
          <p className="a-quiet a-tight">{t("logoHint", { size: formatBytes(language, LOGO_BYTES) })}</p>
          <div className="a-buttons">
            <FileButton
              onChange={choose}
              accept={LOGO_KINDS.join(",")}
              inputProps={{ "aria-label": t("logoChoose") }}
            >
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  loading={put.isPending}
                  leftSection={<IconUpload size={19} aria-hidden="true" />}
                >
                  {put.isPending ? t("logoSending") : t("logoChoose")}
                </Button>
              )}
            </FileButton>
            {organisation.logo_url !== null && (
              <Button
                variant="subtle"
                loading={remove.isPending}
                leftSection={<IconTrash size={19} aria-hidden="true" />}
                onClick={() => void takeAway()}
              >
                {t("logoRemove")}
              </Button>
            )}
          </div>
        </div>
      </div>
      <div className="a-after">
        {refused && complaint === "kind" && (
          <Notice kind="danger" live icon={<IconPhoto />}>
            {t("logoWrongKind", { name: refused.name })}
          </Notice>
        )}
        {refused && complaint === "size" && (
          <Notice kind="danger" live icon={<IconPhoto />}>
            {t("logoTooLarge", {
              size: formatBytes(language, refused.size),
              limit: formatBytes(language, LOGO_BYTES),
            })}
          </Notice>
        )}
        <Problem error={put.error ?? remove.error} />
      </div>
    </Panel>
  );
}
