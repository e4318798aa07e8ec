/** The first administrator: one page, once, by the link that the server printed. */
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useNavigate, useParams } from "react-router";
import { chooseLanguage, commonTexts, LANGUAGES, type Language } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { useLanguage, useT } from "../../ui";
import { LANGUAGE_NAMES } from "../../ui/languageNames";
import { useSetUp, useSetUpLink } from "../api/account";
import { looksLikeEmail, useFields } from "../shell/fields";
import { Problem, sentenceOf } from "../shell/Problem";
import { Door } from "../signin/Door";
import { NewPassword } from "../signin/NewPassword";
import { SHORTEST_PASSWORD } from "../signin/strength";
import { LinkState } from "./LinkState";

export function SetUp() {
  const t = useT(adviserTexts);
  const { token = "" } = useParams();
  const link = useSetUpLink(token);
  return (
    <Door title={t("setUpTitle")} lead={link.data === undefined ? undefined : t("setUpLead")}>
      <LinkState query={link}>{() => <SetUpForm token={token} />}</LinkState>
    </Door>
  );
}

function SetUpForm({ token }: { readonly token: string }) {
  const t = useT(adviserTexts);
  const common = useT(commonTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  const setUp = useSetUp(token);
  const fields = useFields({
    initial: { organisation: "", name: "", email: "", password: "" },
    check: ({ organisation, name, email, password }) => ({
      ...(organisation.trim() === "" ? { organisation: t("officeNameNeeded") } : {}),
      ...(name.trim() === "" ? { name: t("nameNeeded") } : {}),
      ...(looksLikeEmail(email) ? {} : { email: t("emailWrong") }),
      ...(password.length < SHORTEST_PASSWORD
        ? { password: t("strengthShort", { count: SHORTEST_PASSWORD }) }
        : {}),
    }),
    onSubmit: ({ organisation, name, email, password }) =>
      setUp.mutate(
        { organisation: organisation.trim(), name: name.trim(), email: email.trim(), password, language },
        {
          onSuccess: () => navigate("/adviser", { replace: true }),
          onError: (error) => fields.refuse(error, sentenceOf(language, error)),
        },
      ),
  });
  const { organisation, name, email } = fields.values;
  return (
    <form className="a-door-form" {...fields.form}>
      <Problem error={setUp.error} />
      <TextInput
        {...fields.field("organisation")}
        label={t("officeName")}
        description={t("officeNameHint")}
        autoComplete="organization"
        maxLength={120}
        autoFocus
      />
      <TextInput {...fields.field("name")} label={t("yourName")} autoComplete="name" maxLength={120} />
      <TextInput {...fields.field("email")} label={t("email")} type="email" autoComplete="username" />
      <NewPassword {...fields.field("password")} label={t("password")} about={[organisation, name, email]} />
      <div>
        <span className="a-label" id="office-language">
          {t("officeLanguage")}
        </span>
        <SegmentedControl
          aria-labelledby="office-language"
          fullWidth
          aria-label={common("language")}
          value={language}
          onChange={(value) => chooseLanguage(value as Language)}
          data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
        />
      </div>
      <div className="a-door-actions">
        <Button
          type="submit"
          size="lg"
          loading={setUp.isPending}
          rightSection={<IconArrowRight size={20} aria-hidden="true" />}
        >
          {t("setUpSave")}
        </Button>
      </div>
    </form>
  );
}
