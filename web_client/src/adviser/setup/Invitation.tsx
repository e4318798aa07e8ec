/** A colleague accepts an invitation: a name, a password, and in. */
import { Button, TextInput } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useEffect } from "react";
import { useNavigate, useParams } from "react-router";
import { offerOfficeLanguage } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { useLanguage, useT } from "../../ui";
import { useAcceptInvitation, useInvitation } from "../api/account";
import type { OpenInvitation } from "../api/types";
import { useFields } from "../shell/fields";
import { Problem, sentenceOf } from "../shell/Problem";
import { Door } from "../signin/Door";
import { NewPassword } from "../signin/NewPassword";
import { SHORTEST_PASSWORD } from "../signin/strength";
import { LinkState } from "./LinkState";

export function Invitation() {
  const t = useT(adviserTexts);
  const { token = "" } = useParams();
  const invitation = useInvitation(token);
  const office = invitation.data?.organisation;
  const mailedIn = invitation.data?.language;
  useEffect(() => offerOfficeLanguage(mailedIn), [mailedIn]);
  return (
    <Door
      title={t("inviteTitle")}
      {...(office === undefined || !invitation.data
        ? {}
        : { office: invitation.data.office, lead: t("inviteLead", { office }) })}
    >
      <LinkState query={invitation}>{(open) => <AcceptForm token={token} invitation={open} />}</LinkState>
    </Door>
  );
}

interface AcceptFormProps {
  readonly token: string;
  readonly invitation: OpenInvitation;
}

function AcceptForm({ token, invitation }: AcceptFormProps) {
  const t = useT(adviserTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  const accept = useAcceptInvitation(token);
  const fields = useFields({
    initial: { name: "", password: "" },
    check: ({ name, password }) => ({
      ...(name.trim() === "" ? { name: t("nameNeeded") } : {}),
      ...(password.length < SHORTEST_PASSWORD
        ? { password: t("strengthShort", { count: SHORTEST_PASSWORD }) }
        : {}),
    }),
    onSubmit: ({ name, password }) =>
      accept.mutate(
        { name: name.trim(), password, language },
        {
          onSuccess: () => navigate("/adviser", { replace: true }),
          onError: (error) => fields.refuse(error, sentenceOf(language, error)),
        },
      ),
  });
  return (
    <form className="a-door-form" {...fields.form}>
      <Problem error={accept.error} />
      <TextInput
        label={t("email")}
        description={t("inviteEmailHint")}
        value={invitation.email}
        autoComplete="username"
        readOnly
      />
      <TextInput
        {...fields.field("name")}
        label={t("yourName")}
        autoComplete="name"
        maxLength={120}
        autoFocus
      />
      <NewPassword
        {...fields.field("password")}
        label={t("password")}
        about={[fields.values.name, invitation.email, invitation.organisation]}
      />
      <div className="a-door-actions">
        <Button
          type="submit"
          size="lg"
          loading={accept.isPending}
          rightSection={<IconArrowRight size={20} aria-hidden="true" />}
        >
          {t("inviteAccept")}
        </Button>
      </div>
    </form>
  );
}
