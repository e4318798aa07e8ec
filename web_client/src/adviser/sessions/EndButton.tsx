/** Ends a running session for everybody; asks once. */
import { Button } from "@mantine/core";
import { IconPhoneEnd } from "@tabler/icons-react";
import { adviserTexts } from "../../i18n/adviser";
import { announce, useConfirm, useT } from "../../ui";
import { type SessionItem, useEndSession } from "../api/sessions";
import { Problem } from "../shell/Problem";

export function EndButton({ session }: { readonly session: SessionItem }) {
  const t = useT(adviserTexts);
  const confirm = useConfirm();
  const end = useEndSession();
  const ask = async () => {
    const sure = await confirm({
      title: t("endAsk"),
      text: t("endText"),
      confirm: t("endConfirm"),
      cancel: t("notYet"),
      tone: "danger",
      icon: <IconPhoneEnd size={26} stroke={1.7} />,
    });
    if (sure) end.mutate(session.id, { onSuccess: () => announce(t("ended")) });
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPhoneEnd size={19} aria-hidden="true" />}
        loading={end.isPending}
        onClick={() => void ask()}
      >
        {t("endSession")}
      </Button>
      {Boolean(end.error) && (
        <div className="a-whole-line">
          <Problem error={end.error} onRetry={() => end.mutate(session.id)} />
        </div>
      )}
    </>
  );
}
