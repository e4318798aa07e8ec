/** The session's code at the top right of the adviser's screen, with copy, link and QR. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconCopy, IconLink, IconMail, IconQrcode, IconShare2 } from "@tabler/icons-react";
import { commonTexts } from "../../i18n/common";
import { roomTexts } from "../../i18n/room";
import { useRoom } from "../../room/context";
import { CodeDisplay, useT } from "../../ui";
import classes from "./Invite.module.css";
import { useCopy, useInvitation } from "./useInvitation";

/** `compact`: one menu instead of three buttons. */
export function CodeCard({ compact }: { readonly compact: boolean }) {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const { ui } = useRoom();
  const copy = useCopy();
  const invitation = useInvitation();
  if (invitation === null) return null;
  return (
    <section className={classes.code} aria-label={common("sessionCode")}>
      <div>
        <span className={classes.codeLabel} aria-hidden="true">
          {common("sessionCode")}
        </span>
        <CodeDisplay code={invitation.code} size="large" />
      </div>
      {compact ? (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={44} aria-label={t("shareCode")}>
              <IconShare2 size={22} stroke={1.8} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconCopy size={18} />} onClick={() => void copy("code", invitation)}>
              {t("copyCode")}
            </Menu.Item>
            <Menu.Item leftSection={<IconLink size={18} />} onClick={() => void copy("link", invitation)}>
              {t("copyLink")}
            </Menu.Item>
            <Menu.Item leftSection={<IconQrcode size={18} />} onClick={() => ui.open({ name: "qr" })}>
              {t("showQr")}
            </Menu.Item>
            <Menu.Item leftSection={<IconMail size={18} />} onClick={() => ui.open({ name: "mail" })}>
              {t("emailCode")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        <div className={classes.codeActions}>
          <CodeAction label={t("copyCode")} onClick={() => void copy("code", invitation)}>
            <IconCopy size={21} stroke={1.8} />
          </CodeAction>
          <CodeAction label={t("copyLink")} onClick={() => void copy("link", invitation)}>
            <IconLink size={21} stroke={1.8} />
          </CodeAction>
          <CodeAction label={t("showQr")} onClick={() => ui.open({ name: "qr" })}>
            <IconQrcode size={21} stroke={1.8} />
          </CodeAction>
        </div>
      )}
    </section>
  );
}

interface CodeActionProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function CodeAction({ label, onClick, children }: CodeActionProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size={40} aria-label={label} title={label} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}
