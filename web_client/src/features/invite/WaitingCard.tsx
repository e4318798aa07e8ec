/** What the adviser sees while nobody is there: the code, large, and the ways to get it to the client. */
import { Button } from "@mantine/core";
import { IconCopy, IconLock, IconMail, IconQrcode } from "@tabler/icons-react";
import { useId } from "react";
import { roomTexts } from "../../i18n/room";
import { useRoom } from "../../room/context";
import { formatCode, SamenMark, spellCode, useT } from "../../ui";
import classes from "./Invite.module.css";
import { useCopy, useInvitation } from "./useInvitation";

export function WaitingCard() {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  const copy = useCopy();
  const heading = useId();
  const invitation = useInvitation();
  if (invitation === null) return null;
  const [before = "", after = ""] = t("waitingForClientText", { address: "\u0000" }).split("\u0000");
  return (
    <section className={classes.waiting} aria-labelledby={heading}>
      <div className={classes.waitingCard}>
        <h2 id={heading} className={classes.waitingTitle}>
          <SamenMark height={26} />
          {t("waitingForClient")}
        </h2>
        <p>
          {before}
          <strong>{invitation.address}</strong>
          {after}
        </p>
        <p className={classes.bigCode}>
          <span aria-hidden="true">{formatCode(invitation.code)}</span>
          <span className="s-hidden">{spellCode(invitation.code)}</span>
        </p>
        <div className={classes.waitingActions}>
          <Button leftSection={<IconMail size={19} stroke={1.8} />} onClick={() => ui.open({ name: "mail" })}>
            {t("emailCode")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconCopy size={18} stroke={1.8} />}
            onClick={() => void copy("link", invitation)}
          >
            {t("copyLinkShort")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconQrcode size={18} stroke={1.8} />}
            onClick={() => ui.open({ name: "qr" })}
          >
            {t("showQrShort")}
          </Button>
        </div>
      </div>
      <p className={classes.safe}>
        <IconLock size={18} stroke={1.8} aria-hidden="true" />
        <span>{t("codeIsSafe")}</span>
      </p>
    </section>
  );
}
