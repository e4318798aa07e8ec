/** A new password by the link from the mail. */
import { Anchor, Button } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { Link, useParams } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { Notice, useLanguage, useT } from "../../ui";
import { useReset } from "../api/account";
import { refusalOf } from "../api/client";
import { useFields } from "../shell/fields";
import { Problem, sentenceOf } from "../shell/Problem";
import { Door } from "./Door";
import { NewPassword } from "./NewPassword";
import { SHORTEST_PASSWORD } from "./strength";

export function Reset() {
  const t = useT(adviserTexts);
  const language = useLanguage();
  const { token = "" } = useParams();
  const reset = useReset(token);
  const fields = useFields({
    initial: { password: "" },
    check: ({ password }) =>
      password.length < SHORTEST_PASSWORD
        ? { password: t("strengthShort", { count: SHORTEST_PASSWORD }) }
        : {},
    onSubmit: ({ password }) =>
      reset.mutate(password, { onError: (error) => fields.refuse(error, sentenceOf(language, error)) }),
  });
  const dead = reset.error !== null && refusalOf(reset.error).code === "link_unknown";
  return (
    <Door title={t("resetTitle")} lead={reset.isSuccess ? undefined : t("resetLead")}>
      {reset.isSuccess ? (
        <div className="a-door-form">
          <Notice kind="success" live icon={<IconCircleCheck />} title={t("resetDoneTitle")}>
            {t("resetDone")}
          </Notice>
          <Button component={Link} to="/adviser" size="lg">
            {t("toSignIn")}
          </Button>
        </div>
      ) : (
        <form className="a-door-form" {...fields.form}>
          <Problem error={reset.error} />
          {dead ? (
            <Anchor component={Link} to="/adviser/forgot" fw={650}>
              {t("askNewLink")}
            </Anchor>
          ) : (
            <>
              <NewPassword {...fields.field("password")} size="lg" />
              <div className="a-door-actions">
                <Button type="submit" size="lg" loading={reset.isPending}>
                  {t("resetSave")}
                </Button>
              </div>
            </>
          )}
        </form>
      )}
    </Door>
  );
}
