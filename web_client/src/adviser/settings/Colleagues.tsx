/** Who works here: roles, access, and the invitations that wait for an answer. */
import { Button, Menu, NativeSelect, TextInput } from "@mantine/core";
import {
  IconDots,
  IconMail,
  IconMailOff,
  IconRefresh,
  IconShieldOff,
  IconUserOff,
  IconUserPlus,
  IconUserShield,
} from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { formatShortDay, LANGUAGES, type Language } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { settingsTexts } from "../../i18n/settings";
import { Avatar, announce, Notice, Panel, StatusChip, useConfirm, useLanguage, useT } from "../../ui";
import { LANGUAGE_NAMES } from "../../ui/languageNames";
import { useMember } from "../api/account";
import { useChangeUser, useInvitations, useInvite, useUsers, useWithdrawInvitation } from "../api/office";
import type { Invitation, Invited, Role, User } from "../api/types";
import { looksLikeEmail, useFields } from "../shell/fields";
import { PageTitle } from "../shell/PageTitle";
import { Loaded, Problem, sentenceOf } from "../shell/Problem";

export function Colleagues() {
  const t = useT(settingsTexts);
  const users = useUsers();
  const invitations = useInvitations();
  const change = useChangeUser();
  return (
    <>
      <PageTitle title={t("colleaguesTitle")} lead={t("colleaguesLead")} />
      <div className="a-columns">
        <div className="a-stack">
          <Panel title={t("team")} flush>
            {Boolean(change.error) && (
              <div className="a-inset">
                <Problem error={change.error} />
              </div>
            )}
            <Loaded query={users} lines={4}>
              {(list) => (
                <ul className="a-rows">
                  {list.map((user) => (
                    <UserRow key={user.id} user={user} change={change} />
                  ))}
                </ul>
              )}
            </Loaded>
          </Panel>
          <Panel title={t("pending")} flush>
            <Loaded query={invitations} lines={2}>
              {(list) =>
                list.length === 0 ? (
                  <p className="a-inset a-quiet">{t("pendingNone")}</p>
                ) : (
                  <ul className="a-rows">
                    {list.map((invitation) => (
                      <InvitationRow key={invitation.id} invitation={invitation} />
                    ))}
                  </ul>
                )
              }
            </Loaded>
          </Panel>
        </div>
        <div className="a-stack">
          <InviteCard />
        </div>
      </div>
    </>
  );
}

function useRoleNames(): Readonly<Record<Role, string>> {
  const t = useT(settingsTexts);
  return { admin: t("roleAdmin"), adviser: t("roleAdviser") };
}

interface UserRowProps {
  readonly user: User;
  readonly change: ReturnType<typeof useChangeUser>;
}

function UserRow({ user, change }: UserRowProps) {
  const t = useT(settingsTexts);
  const roles = useRoleNames();
  const confirm = useConfirm();
  const me = useMember().user.id === user.id;
  const busy = change.isPending && change.variables.id === user.id;

  const setRole = (role: Role) =>
    change.mutate(
      { id: user.id, role },
      { onSuccess: () => announce(t("roleIsNow", { name: user.name, role: roles[role] })) },
    );
  const deactivate = async () => {
    const sure = await confirm({
      title: t("deactivateAsk", { name: user.name }),
      text: t("deactivateText"),
      confirm: t("deactivate"),
      tone: "danger",
      icon: <IconUserOff size={26} stroke={1.7} />,
    });
    if (sure) change.mutate({ id: user.id, active: false });
  };

  const dropSecondStep = async () => {
    const sure = await confirm({
      title: t("totpStopOfAsk", { name: user.name }),
      text: t("totpStopOfText"),
      confirm: t("totpStop"),
      tone: "danger",
      icon: <IconShieldOff size={26} stroke={1.7} />,
    });
    if (!sure) return;
    change.mutate(
      { id: user.id, totp_enabled: false },
      { onSuccess: () => announce(t("totpStoppedOf", { name: user.name })) },
    );
  };

  return (
    <li className="a-row a-row-wrap">
      <Avatar name={user.name} size={40} />
      <span className="a-row-words">
        <strong>
          {user.name}
          {me && <span className="a-quiet"> ({t("you")})</span>}
        </strong>
        <span>{user.email}</span>
      </span>
      <span className="a-row-side">
        {user.active ? (
          <StatusChip tone={user.role === "admin" ? "office" : "neutral"}>{roles[user.role]}</StatusChip>
        ) : (
          <StatusChip tone="danger">{t("inactive")}</StatusChip>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-md"
              loading={busy}
              aria-label={t("actionsFor", { name: user.name })}
            >
              <IconDots size={20} aria-hidden="true" />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {user.active ? (
              <>
                <Menu.Item
                  leftSection={<IconUserShield size={19} />}
                  onClick={() => setRole(user.role === "admin" ? "adviser" : "admin")}
                >
                  {user.role === "admin" ? t("makeAdviser") : t("makeAdmin")}
                </Menu.Item>
                {user.totp_enabled && !me && (
                  <Menu.Item leftSection={<IconShieldOff size={19} />} onClick={() => void dropSecondStep()}>
                    {t("totpStop")}
                  </Menu.Item>
                )}
                <Menu.Item leftSection={<IconUserOff size={19} />} onClick={() => void deactivate()}>
                  {t("deactivate")}
                </Menu.Item>
              </>
            ) : (
              <Menu.Item
                leftSection={<IconRefresh size={19} />}
                onClick={() => change.mutate({ id: user.id, active: true })}
              >
                {t("activate")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </span>
    </li>
  );
}

function InvitationRow({ invitation }: { readonly invitation: Invitation }) {
  const t = useT(settingsTexts);
  const language = useLanguage();
  const roles = useRoleNames();
  const confirm = useConfirm();
  const again = useInvite();
  const withdraw = useWithdrawInvitation();

  const takeBack = async () => {
    const sure = await confirm({
      title: t("withdrawAsk", { email: invitation.email }),
      text: t("withdrawText"),
      confirm: t("withdraw"),
      tone: "danger",
      icon: <IconMailOff size={26} stroke={1.7} />,
    });
    if (sure) withdraw.mutate(invitation.id, { onSuccess: () => announce(t("withdrawn")) });
  };

  return (
    <li className="a-row a-row-wrap">
      <span className="a-row-words">
        <strong>{invitation.email}</strong>
        <span>
          {roles[invitation.role]} ·{" "}
          {invitation.expired
            ? t("expired")
            : t("expires", { day: formatShortDay(language, new Date(invitation.expires_at)) })}
        </span>
      </span>
      <span className="a-row-side">
        <Button
          variant="default"
          size="sm"
          loading={again.isPending}
          aria-label={t("resendTo", { email: invitation.email })}
          onClick={() =>
            again.mutate(
              { email: invitation.email, role: invitation.role, language: invitation.language },
              {
                onSuccess: ({ email, mail }) =>
                  announce(t(mail === "kept" ? "invitedKept" : "invited", { email })),
              },
            )
          }
        >
          {again.isSuccess ? t(again.data.mail === "kept" ? "resentKept" : "resent") : t("resend")}
        </Button>
        <Button
          variant="subtle"
          size="sm"
          loading={withdraw.isPending}
          aria-label={t("withdrawOf", { email: invitation.email })}
          onClick={() => void takeBack()}
        >
          {t("withdraw")}
        </Button>
      </span>
      {Boolean(again.error ?? withdraw.error) && (
        <div className="a-whole-line">
          <Problem error={again.error ?? withdraw.error} />
        </div>
      )}
    </li>
  );
}

interface NewColleague {
  email: string;
  role: Role;
  language: Language;
}

function InviteCard() {
  const t = useT(settingsTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const invite = useInvite();
  const [sent, setSent] = useState<Invited>();
  const empty: NewColleague = { email: "", role: "adviser", language };
  const fields = useFields<NewColleague>({
    initial: empty,
    check: ({ email }) => (looksLikeEmail(email) ? {} : { email: adviser("emailWrong") }),
    onSubmit: ({ email, role, language: of }) => {
      setSent(undefined);
      invite.mutate(
        { email: email.trim(), role, language: of },
        {
          onSuccess: (invited) => {
            setSent(invited);
            fields.reset(empty);
          },
          onError: (error) => fields.refuse(error, sentenceOf(language, error)),
        },
      );
    },
  });
  return (
    <Panel title={t("inviteColleague")}>
      <form className="a-fields" {...fields.form}>
        <Problem error={invite.error} />
        {sent?.mail === "queued" && (
          <Notice kind="success" live icon={<IconMail />}>
            {t("invited", { email: sent.email })} {t("invitedMore")}
          </Notice>
        )}
        {sent?.mail === "kept" && (
          <Notice
            kind="warning"
            live
            icon={<IconMail />}
            actions={
              <Button
                component={Link}
                to={`/adviser/settings/mail?mail=${sent.mail_id}`}
                variant="default"
                size="sm"
              >
                {t("openKeptMail")}
              </Button>
            }
          >
            {t("invitedKept", { email: sent.email })}
          </Notice>
        )}
        <TextInput {...fields.field("email")} label={adviser("email")} type="email" autoComplete="off" />
        <NativeSelect
          label={t("role")}
          description={fields.values.role === "admin" ? t("roleAdminHint") : t("roleAdviserHint")}
          value={fields.values.role}
          onChange={(event) => fields.set("role", event.currentTarget.value as Role)}
          data={[
            { value: "adviser", label: t("roleAdviser") },
            { value: "admin", label: t("roleAdmin") },
          ]}
        />
        <NativeSelect
          label={t("mailLanguage")}
          value={fields.values.language}
          onChange={(event) => fields.set("language", event.currentTarget.value as Language)}
          data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
        />
        <Button
          type="submit"
          loading={invite.isPending}
          leftSection={<IconUserPlus size={20} aria-hidden="true" />}
        >
          {t("inviteSend")}
        </Button>
      </form>
    </Panel>
  );
}
