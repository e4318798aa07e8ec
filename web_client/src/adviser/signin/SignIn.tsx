/** E-mail and password, then the code of the app when the account asks for one. */
import { Anchor, Button, PasswordInput, TextInput } from "@mantine/core";
import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { useT } from "../../ui";
import { useSignIn } from "../api/account";
import { refusalOf } from "../api/client";
import { looksLikeEmail, useFields } from "../shell/fields";
import { Problem } from "../shell/Problem";
import { Door } from "./Door";

/** Where to go on to after signing in: only the room, which is a page of its own. */
export function placeAfter(search: string): string | undefined {
  const next = new URLSearchParams(search).get("next");
  return next !== null && /^\/session\/[\w-]+$/.test(next) ? next : undefined;
}

const ASKS_CODE = new Set(["totp_required", "wrong_totp"]);

export function SignIn() {
  const t = useT(adviserTexts);
  const signIn = useSignIn();
  const [asksCode, setAsksCode] = useState(false);
  const code = signIn.error ? refusalOf(signIn.error).code : undefined;

  const fields = useFields({
    initial: { email: "", password: "", totp: "" },
    check: ({ email, password, totp }) => ({
      ...(looksLikeEmail(email) ? {} : { email: t("emailWrong") }),
      ...(password === "" ? { password: t("passwordNeeded") } : {}),
      ...(asksCode && totp.trim() === "" ? { totp: t("totpNeeded") } : {}),
    }),
    onSubmit: ({ email, password, totp }) => {
      signIn.mutate(
        { email: email.trim(), password, ...(asksCode ? { totp: totp.trim() } : {}) },
        {
          onSuccess: () => {
            const next = placeAfter(window.location.search);
            if (next) window.location.assign(next);
          },
          onError: (error) => {
            if (!ASKS_CODE.has(refusalOf(error).code)) return;
            if (!asksCode) fields.calm();
            setAsksCode(true);
          },
        },
      );
    },
  });

  const back = () => {
    setAsksCode(false);
    fields.set("totp", "");
    signIn.reset();
  };

  return (
    <Door
      title={asksCode ? t("totpTitle") : t("signInTitle")}
      lead={asksCode ? t("totpLead") : t("signInLead")}
    >
      <form className="a-door-form" {...fields.form}>
        {code !== "totp_required" && <Problem error={signIn.error} />}
        {asksCode ? (
          <CodeField {...fields.field("totp")} label={t("totpCode")} description={t("totpHint")} />
        ) : (
          <>
            <TextInput
              {...fields.field("email")}
              size="lg"
              label={t("email")}
              type="email"
              autoComplete="username"
              autoFocus
            />
            <PasswordInput
              {...fields.field("password")}
              size="lg"
              label={t("password")}
              autoComplete="current-password"
              visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
            />
          </>
        )}
        <div className="a-door-actions">
          <Button
            type="submit"
            size="lg"
            loading={signIn.isPending}
            rightSection={<IconArrowRight size={20} aria-hidden="true" />}
          >
            {t("signIn")}
          </Button>
          {asksCode ? (
            <Button
              variant="subtle"
              size="lg"
              leftSection={<IconArrowLeft size={20} aria-hidden="true" />}
              onClick={back}
            >
              {t("otherAccount")}
            </Button>
          ) : (
            <Anchor component={Link} to="/adviser/forgot" fw={650}>
              {t("forgotPassword")}
            </Anchor>
          )}
        </div>
      </form>
      {!asksCode && (
        <p className="a-door-aside">
          {t("clientHere")} <a href="/">{t("toJoinPage")}</a>
        </p>
      )}
    </Door>
  );
}

interface CodeFieldProps {
  readonly name: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly label: string;
  readonly description: string;
  readonly onChange: (event: { currentTarget: { value: string } }) => void;
}

/** Takes the focus when it appears: the step before had it. */
function CodeField(props: CodeFieldProps) {
  const { name } = props;
  useEffect(() => {
    document.querySelector<HTMLElement>(`input[name="${name}"]`)?.focus();
  }, [name]);
  return <TextInput {...props} size="lg" autoComplete="one-time-code" className="a-code-field" />;
}
