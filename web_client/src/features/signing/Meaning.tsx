/** What signing here means, in plain words and without promising more than it is. */
import { Modal } from "@mantine/core";
import { commonTexts } from "../../i18n/common";
import { signingTexts } from "../../i18n/signing";
import { useT } from "../../ui";
import classes from "./Dialog.module.css";
import type { SigningView } from "./types";

interface MeaningProps {
  readonly view: Pick<SigningView, "office" | "clock">;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function Meaning({ view, opened, onClose }: MeaningProps) {
  const t = useT(signingTexts);
  const common = useT(commonTexts);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("meaningTitle")}
      size="34rem"
      withCloseButton
      closeButtonProps={{ "aria-label": common("close") }}
      zIndex={400}
    >
      <div className={classes.meaning}>
        <p>{t("meaningWhat")}</p>
        <p>{t("meaningLog")}</p>
        <p>{t("meaningLevel")}</p>
        <p>
          {view.clock === "own"
            ? t("meaningClockOwn", { office: view.office.name })
            : t("meaningClockAuthority")}
        </p>
        <p>
          {t("meaningCheck")}{" "}
          <a href="/verify" target="_blank" rel="noopener noreferrer">
            {t("meaningCheckLink")}
          </a>
        </p>
      </div>
    </Modal>
  );
}
