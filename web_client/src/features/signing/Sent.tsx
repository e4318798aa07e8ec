/** After sending: it is done, or the line is away and it will be. */
import { Button } from "@mantine/core";
import { IconCircleCheck, IconPlugConnectedX } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { commonTexts } from "../../i18n/common";
import { signingTexts } from "../../i18n/signing";
import { useT } from "../../ui";
import classes from "./Dialog.module.css";
import type { SigningFlow } from "./flow";

export function Signed({ onClose }: { readonly onClose?: () => void }) {
  const t = useT(signingTexts);
  const common = useT(commonTexts);
  return (
    <div className={classes.signed} role="status">
      <span className={classes.signedIcon} aria-hidden="true">
        <IconCircleCheck size={36} stroke={1.7} />
      </span>
      <h2 className={classes.title} tabIndex={-1} data-autofocus data-step-title>
        {t("signedTitle")}
      </h2>
      <p>{t("signedText")}</p>
      {onClose && <Button onClick={onClose}>{common("close")}</Button>}
    </div>
  );
}

export function Lost({ flow }: { readonly flow: SigningFlow }) {
  const t = useT(signingTexts);
  const { sending } = useSyncExternalStore(flow.subscribe, flow.getState);
  return (
    <div className={classes.signed} role="alert">
      <span className={classes.signedIcon} data-tone="attention" aria-hidden="true">
        <IconPlugConnectedX size={34} stroke={1.7} />
      </span>
      <h2 className={classes.title} tabIndex={-1} data-autofocus data-step-title>
        {t("lostTitle")}
      </h2>
      <p>{t("lostText")}</p>
      <div className={classes.foot}>
        <Button variant="default" onClick={flow.cancel}>
          {t("stopTrying")}
        </Button>
        <Button loading={sending === "again"} onClick={flow.retry}>
          {t("sendAgain")}
        </Button>
      </div>
    </div>
  );
}
