/** Leaving a page with changes that are not saved asks once. */
import { useEffect } from "react";
import { useBlocker } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { useConfirm, useT } from "../../ui";

export function useKeepChanges(changed: boolean): void {
  const t = useT(adviserTexts);
  const confirm = useConfirm();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => changed && currentLocation.pathname !== nextLocation.pathname,
  );

  useEffect(() => {
    if (blocker.state !== "blocked") return;
    void confirm({
      title: t("leaveAsk"),
      text: t("leaveText"),
      confirm: t("leaveConfirm"),
      cancel: t("leaveStay"),
      tone: "danger",
    }).then((leave) => (leave ? blocker.proceed() : blocker.reset()));
  }, [blocker, confirm, t]);

  useEffect(() => {
    if (!changed) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [changed]);
}
