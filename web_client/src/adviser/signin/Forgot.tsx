/** "Forgot password": the same answer for every address, so nobody learns who has an account. */
import { Anchor, Button, TextInput } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { Link } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { Notice, useT } from "../../ui";
import { useForgot } from "../api/account";
import { looksLikeEmail, useFields } from "../shell/fields";
import { Problem } from "../shell/Problem";
import { Door } from "./Door";

export function Forgot() {
  const t = useT(adviserTexts);
  const forgot = useForgot();
  const fields = useFields({
    initial: { email: "" },
    check: ({ email }) => (looksLikeEmail(email) ? {} : { email: t("emailWrong") }),
    onSubmit: ({ email }) => forgot.mutate(email.trim()),
  });
  return (
    <Door title={t("forgotTitle")} lead={forgot.isSuccess ? undefined : t("forgotLead")}>
      {forgot.isSuccess ? (
        <div className="a-door-form">
          <Notice kind="success" live icon={<IconMailForward />} title={t("forgotSentTitle")}>
            {t("forgotSent", { email: forgot.variables })}
          </Notice>
          <div className="a-door-actions">
            <Anchor component={Link} to="/adviser" fw={650}>
              {t("backToSignIn")}
            </Anchor>
            <Button variant="subtle" onClick={() => forgot.reset()}>
              {t("otherAddress")}
            </Button>
          </div>
        </div>
      ) : (
        <form className="a-door-form" {...fields.form}>
          <Problem error={forgot.error} />
          <TextInput
            {...fields.field("email")}
            size="lg"
            label={t("email")}
            type="email"
            autoComplete="username"
            autoFocus
          />
          <div className="a-door-actions">
            <Button type="submit" size="lg" loading={forgot.isPending}>
              {t("forgotSend")}
            </Button>
            <Anchor component={Link} to="/adviser" fw={650}>
              {t("backToSignIn")}
            </Anchor>
          </div>
        </form>
      )}
    </Door>
  );
}
