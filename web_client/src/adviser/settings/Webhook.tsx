/** One webhook: whether it does, what it is told, its secret, and everything that was sent to it. */
import { Button } from "@mantine/core";
import { IconArrowLeft, IconKey, IconPower, IconSend, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { formatShortDay, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { integrationTexts } from "../../i18n/integrations";
import { settingsTexts } from "../../i18n/settings";
import { announce, Notice, Panel, useConfirm, useLanguage, useT } from "../../ui";
import {
  type Webhook as Hook,
  useChangeWebhook,
  useNewSecret,
  useRemoveWebhook,
  useTestWebhook,
  useWebhook,
} from "../api/integrations";
import { useFields } from "../shell/fields";
import { PageTitle } from "../shell/PageTitle";
import { Loaded, Problem, sentenceOf } from "../shell/Problem";
import { useKeepChanges } from "../shell/useKeepChanges";
import { OnceSecret } from "./OnceSecret";
import { WebhookLog } from "./WebhookLog";
import { aboutUrl, WebhookState } from "./Webhooks";
import { inOrder, tidy, useWebhookCheck, WebhookFields, type WebhookValues } from "./webhookForm";

export function Webhook() {
  const t = useT(integrationTexts);
  const adviser = useT(adviserTexts);
  const { id = "" } = useParams();
  const query = useWebhook(id);
  return (
    <>
      <Link className="a-back" to="/adviser/settings/webhooks">
        <IconArrowLeft size={19} aria-hidden="true" />
        {t("toWebhooks")}
      </Link>
      {query.data ? (
        <WebhookPage key={query.data.id} webhook={query.data} />
      ) : (
        <>
          <PageTitle title={adviser("placeWebhooks")} />
          <Panel>
            <Loaded query={query} lines={6}>
              {() => null}
            </Loaded>
          </Panel>
        </>
      )}
    </>
  );
}

function WebhookPage({ webhook }: { readonly webhook: Hook }) {
  const t = useT(integrationTexts);
  const test = useTestWebhook(webhook.id);
  return (
    <>
      <PageTitle
        title={webhook.name}
        lead={<span className="a-address">{webhook.url}</span>}
        badge={<WebhookState webhook={webhook} />}
      >
        <Button
          variant="default"
          loading={test.isPending}
          leftSection={<IconSend size={19} aria-hidden="true" />}
          onClick={() => test.mutate(undefined, { onSuccess: () => announce(t("tested")) })}
        >
          {t("test")}
        </Button>
      </PageTitle>
      {Boolean(test.error) && (
        <div className="a-before">
          <Problem error={test.error} />
        </div>
      )}
      <Trouble webhook={webhook} />
      <div className="a-columns">
        <div className="a-stack">
          <WebhookLog webhook={webhook} />
        </div>
        <div className="a-stack">
          <SettingsCard webhook={webhook} />
          <SecretCard webhook={webhook} />
        </div>
      </div>
    </>
  );
}

/** Why it is off, or soon will be; with the way out. */
function Trouble({ webhook }: { readonly webhook: Hook }) {
  const t = useT(integrationTexts);
  const language = useLanguage();
  const change = useChangeWebhook(webhook.id);
  const at = webhook.failing_since === null ? undefined : new Date(webhook.failing_since);
  const since = at === undefined ? "" : `${formatShortDay(language, at)}, ${formatTime(language, at)}`;
  if (webhook.active && at === undefined) return null;
  const on = (
    <Button
      variant="default"
      size="sm"
      loading={change.isPending}
      leftSection={<IconPower size={18} aria-hidden="true" />}
      onClick={() => change.mutate({ active: true }, { onSuccess: () => announce(t("turnedOn")) })}
    >
      {t("turnOn")}
    </Button>
  );
  return (
    <div className="a-before">
      {webhook.active ? (
        <Notice kind="warning">{t("failingSince", { since })}</Notice>
      ) : webhook.off_reason === "admin" ? (
        <Notice kind="info" actions={on}>
          {t("offByAdmin")}
        </Notice>
      ) : (
        <Notice kind="danger" title={`${t("offByFailures")}.`} actions={on}>
          {webhook.off_reason === "gone" ? t("offByGone") : t("offByFailuresText", { since })}
        </Notice>
      )}
      <Problem error={change.error} />
    </div>
  );
}

function valuesOf({ name, url, kinds }: Hook): WebhookValues {
  return { name, url, kinds: inOrder(kinds) };
}

function SettingsCard({ webhook }: { readonly webhook: Hook }) {
  const t = useT(integrationTexts);
  const adviser = useT(adviserTexts);
  const settings = useT(settingsTexts);
  const language = useLanguage();
  const change = useChangeWebhook(webhook.id);
  const check = useWebhookCheck();
  const kept = valuesOf(webhook);
  const fields = useFields<WebhookValues>({
    initial: kept,
    check,
    onSubmit: (values) =>
      change.mutate(tidy(values), {
        onSuccess: (saved) => {
          fields.reset(valuesOf(saved));
          announce(adviser("savedNow"));
        },
        onError: (error) => fields.refuse(aboutUrl(error), sentenceOf(language, error)),
      }),
  });
  useKeepChanges(fields.changed && !change.isPending);
  return (
    <Panel title={t("settings")}>
      <form className="a-fields" {...fields.form}>
        <WebhookFields fields={fields} />
        {fields.complaints.url === undefined && <Problem error={change.error} />}
        <div className="a-buttons">
          <Button type="submit" loading={change.isPending} disabled={!fields.changed}>
            {adviser("save")}
          </Button>
          {fields.changed && (
            <Button
              variant="default"
              disabled={change.isPending}
              onClick={() => {
                change.reset();
                fields.reset(kept);
              }}
            >
              {settings("dropChanges")}
            </Button>
          )}
        </div>
      </form>
    </Panel>
  );
}

function SecretCard({ webhook }: { readonly webhook: Hook }) {
  const t = useT(integrationTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const renew = useNewSecret(webhook.id);
  const change = useChangeWebhook(webhook.id);
  const remove = useRemoveWebhook(webhook.id);
  const [secret, setSecret] = useState<string>();
  const until = webhook.secret_before_until === null ? undefined : new Date(webhook.secret_before_until);

  const makeNew = async () => {
    const sure = await confirm({
      title: t("newSecretAsk"),
      text: t("newSecretText"),
      confirm: t("newSecret"),
      icon: <IconKey size={26} stroke={1.7} />,
    });
    if (sure) renew.mutate(undefined, { onSuccess: (renewed) => setSecret(renewed.secret) });
  };
  const takeAway = async () => {
    const sure = await confirm({
      title: t("removeAsk", { name: webhook.name }),
      text: t("removeText"),
      confirm: t("remove"),
      tone: "danger",
      icon: <IconTrash size={26} stroke={1.7} />,
    });
    if (!sure) return;
    remove.mutate(undefined, {
      onSuccess: () => {
        announce(t("removed"));
        void navigate("/adviser/settings/webhooks");
      },
    });
  };

  return (
    <Panel title={t("secret")}>
      <div className="a-fields">
        <p>{t("secretNow")}</p>
        {until !== undefined && (
          <p className="a-quiet">
            {t("secretBoth", { until: `${formatShortDay(language, until)}, ${formatTime(language, until)}` })}
          </p>
        )}
        <Problem error={renew.error ?? change.error ?? remove.error} />
        <div className="a-buttons">
          <Button
            variant="default"
            size="sm"
            loading={renew.isPending}
            leftSection={<IconKey size={18} aria-hidden="true" />}
            onClick={() => void makeNew()}
          >
            {t("newSecret")}
          </Button>
          {webhook.active && (
            <Button
              variant="default"
              size="sm"
              loading={change.isPending}
              leftSection={<IconPower size={18} aria-hidden="true" />}
              onClick={() => change.mutate({ active: false }, { onSuccess: () => announce(t("turnedOff")) })}
            >
              {t("turnOff")}
            </Button>
          )}
          <Button
            variant="subtle"
            size="sm"
            loading={remove.isPending}
            leftSection={<IconTrash size={18} aria-hidden="true" />}
            onClick={() => void takeAway()}
          >
            {t("remove")}
          </Button>
        </div>
      </div>
      <OnceSecret
        secret={secret}
        title={t("secretTitle")}
        text={t("secretText")}
        kept={t("secretKept")}
        onKept={() => setSecret(undefined)}
      />
    </Panel>
  );
}
