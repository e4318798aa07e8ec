/** The own account: name, language, appearance, password, the second step, and signing out everywhere. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { IconDeviceLaptopOff } from "@tabler/icons-react";
import { commonTexts } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { settingsTexts } from "../../i18n/settings";
import {
  AppearanceSwitch,
  announce,
  LanguageSwitch,
  LargerTextSwitch,
  Notice,
  Panel,
  useLanguage,
  useT,
} from "../../ui";
import { useChangeMe, useChangePassword, useMember } from "../api/account";
import { refusalOf } from "../api/client";
import { useLeaveEverywhere } from "../shell/AccountMenu";
import { useFields } from "../shell/fields";
import { PageTitle } from "../shell/PageTitle";
import { Problem, sentenceOf } from "../shell/Problem";
import { NewPassword } from "../signin/NewPassword";
import { SHORTEST_PASSWORD } from "../signin/strength";
import { SecondStep } from "./SecondStep";

export function Account() {
  const t = useT(adviserTexts);
  return (
    <>
      <PageTitle title={t("myAccount")} />
      <div className="a-columns a-columns-even">
        <div className="a-stack">
          <Me />
          <Display />
        </div>
        <div className="a-stack">
          <Password />
          <SecondStep />
          <Everywhere />
        </div>
      </div>
    </>
  );
}

function Me() {
  const t = useT(adviserTexts);
  const words = useT(settingsTexts);
  const language = useLanguage();
  const { user } = useMember();
  const change = useChangeMe();
  const fields = useFields({
    initial: { name: user.name },
    check: ({ name }) => (name.trim() === "" ? { name: t("nameNeeded") } : {}),
    onSubmit: ({ name }) =>
      change.mutate(
        { name: name.trim() },
        {
          onSuccess: ({ user: saved }) => {
            fields.reset({ name: saved.name });
            announce(t("savedNow"));
          },
          onError: (error) => fields.refuse(error, sentenceOf(language, error)),
        },
      ),
  });
  return (
    <Panel title={words("aboutYou")}>
      <form className="a-fields" {...fields.form}>
        <Problem error={change.error} />
        <TextInput {...fields.field("name")} label={t("yourName")} autoComplete="name" maxLength={120} />
        <TextInput label={t("email")} description={words("emailFixed")} value={user.email} readOnly />
        <div className="a-buttons">
          <Button type="submit" loading={change.isPending} disabled={!fields.changed}>
            {t("save")}
          </Button>
          {change.isSuccess && !fields.changed && <span className="a-quiet">{t("savedNow")}</span>}
        </div>
      </form>
    </Panel>
  );
}

function Display() {
  const words = useT(settingsTexts);
  const common = useT(commonTexts);
  const change = useChangeMe();
  return (
    <Panel title={words("display")}>
      <div className="a-fields">
        <div>
          <span className="a-label">{common("language")}</span>
          <p className="a-hint">{words("languageHint")}</p>
          <LanguageSwitch onChoose={(language) => change.mutate({ language })} />
        </div>
        <Problem error={change.error} />
        <div>
          <span className="a-label">{common("appearance")}</span>
          <AppearanceSwitch />
        </div>
        <div>
          <LargerTextSwitch />
        </div>
      </div>
    </Panel>
  );
}

function Password() {
  const t = useT(adviserTexts);
  const words = useT(settingsTexts);
  const { user, organisation } = useMember();
  const language = useLanguage();
  const change = useChangePassword();
  const empty = { current: "", new: "" };
  const fields = useFields({
    initial: empty,
    check: (values) => ({
      ...(values.current === "" ? { current: t("passwordNeeded") } : {}),
      ...(values.new.length < SHORTEST_PASSWORD
        ? { new: t("strengthShort", { count: SHORTEST_PASSWORD }) }
        : {}),
    }),
    onSubmit: (values) =>
      change.mutate(values, {
        onSuccess: () => fields.reset(empty),
        onError: (error) => {
          const sentence = sentenceOf(language, error);
          fields.refuse(error, sentence);
        },
      }),
  });
  return (
    <Panel title={words("passwordTitle")}>
      <form className="a-fields" {...fields.form}>
        <Problem error={change.error} />
        {change.isSuccess && !fields.changed && (
          <Notice kind="success" live>
            {words("passwordChanged")}
          </Notice>
        )}
        {/* Password managers need to know whose password this is. */}
        <input type="text" hidden autoComplete="username" value={user.email} readOnly />
        <PasswordInput
          {...fields.field("current")}
          label={words("currentPassword")}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
        />
        <NewPassword {...fields.field("new")} about={[user.name, user.email, organisation.name]} />
        <div className="a-buttons">
          <Button type="submit" variant="default" loading={change.isPending}>
            {words("changePassword")}
          </Button>
        </div>
        {refusalOf(change.error).code === "wrong_password" && <p className="a-hint">{words("forgotHint")}</p>}
      </form>
    </Panel>
  );
}

function Everywhere() {
  const t = useT(adviserTexts);
  const words = useT(settingsTexts);
  const everywhere = useLeaveEverywhere();
  return (
    <Panel title={words("devicesTitle")}>
      <p className="a-quiet a-tight">{words("devicesText")}</p>
      <Problem error={everywhere.error} />
      <Button
        variant="default"
        loading={everywhere.isPending}
        leftSection={<IconDeviceLaptopOff size={20} aria-hidden="true" />}
        onClick={() => void everywhere.ask()}
      >
        {t("signOutEverywhere")}
      </Button>
    </Panel>
  );
}
