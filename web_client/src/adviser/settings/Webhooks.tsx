/** Other systems of the office that hear what happens to documents. */
import { Button } from "@mantine/core";
import { IconPlugConnected, IconPlus, IconWebhook } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { formatShortDay, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { integrationTexts } from "../../i18n/integrations";
import { EmptyState, IconTile, Panel, StatusChip, useLanguage, useT } from "../../ui";
import { Refusal, refusalOf } from "../api/client";
import { useAddWebhook, useWebhooks, type Webhook, type WebhookWithSecret } from "../api/integrations";
import { useFields } from "../shell/fields";
import { PageTitle } from "../shell/PageTitle";
import { Loaded, Problem, sentenceOf } from "../shell/Problem";
import { OnceSecret } from "./OnceSecret";
import { EMPTY, tidy, useWebhookCheck, WebhookFields, type WebhookValues } from "./webhookForm";

export function Webhooks() {
  const t = useT(integrationTexts);
  const adviser = useT(adviserTexts);
  const query = useWebhooks();
  return (
    <>
      <PageTitle title={adviser("placeWebhooks")} lead={t("webhooksLead")} />
      <div className="a-columns">
        <div className="a-stack">
          <Panel title={t("webhookList")} flush>
            <Loaded query={query} lines={3}>
              {(list) =>
                list.length === 0 ? (
                  <EmptyState icon={<IconPlugConnected size={34} stroke={1.6} />} title={t("webhooksEmpty")}>
                    {t("webhooksEmptyText")}
                  </EmptyState>
                ) : (
                  <ul className="a-rows">
                    {list.map((webhook) => (
                      <WebhookRow key={webhook.id} webhook={webhook} />
                    ))}
                  </ul>
                )
              }
            </Loaded>
          </Panel>
          <HowTo />
        </div>
        <div className="a-stack">
          <AddCard />
        </div>
      </div>
    </>
  );
}

export function WebhookState({ webhook }: { readonly webhook: Webhook }) {
  const t = useT(integrationTexts);
  if (!webhook.active)
    return <StatusChip tone={webhook.off_reason === "admin" ? "neutral" : "danger"}>{t("off")}</StatusChip>;
  if (webhook.failing_since !== null) return <StatusChip tone="attention">{t("failing")}</StatusChip>;
  return <StatusChip tone="office">{t("on")}</StatusChip>;
}

export function useLastDelivered(): (webhook: Webhook) => string {
  const t = useT(integrationTexts);
  const language = useLanguage();
  return ({ delivered_at }) => {
    if (delivered_at === null) return t("neverDelivered");
    const at = new Date(delivered_at);
    return t("lastDelivered", { when: `${formatShortDay(language, at)}, ${formatTime(language, at)}` });
  };
}

function WebhookRow({ webhook }: { readonly webhook: Webhook }) {
  const last = useLastDelivered();
  return (
    <li>
      <Link className="a-row a-row-wrap" to={`/adviser/settings/webhooks/${webhook.id}`}>
        <IconTile>
          <IconWebhook size={20} />
        </IconTile>
        <span className="a-row-words">
          <strong>{webhook.name}</strong>
          <span className="a-address">{webhook.url}</span>
          <span>{last(webhook)}</span>
        </span>
        <span className="a-row-side">
          <WebhookState webhook={webhook} />
        </span>
      </Link>
    </li>
  );
}

function HowTo() {
  const t = useT(integrationTexts);
  return (
    <Panel title={t("howTo")}>
      <p className="a-quiet a-tight">{t("howToText")}</p>
    </Panel>
  );
}

function AddCard() {
  const t = useT(integrationTexts);
  const language = useLanguage();
  const add = useAddWebhook();
  const check = useWebhookCheck();
  const [made, setMade] = useState<WebhookWithSecret>();
  const fields = useFields<WebhookValues>({
    initial: EMPTY,
    check,
    onSubmit: (values) =>
      add.mutate(tidy(values), {
        onSuccess: (webhook) => {
          setMade(webhook);
          fields.reset(EMPTY);
        },
        onError: (error) => fields.refuse(aboutUrl(error), sentenceOf(language, error)),
      }),
  });
  return (
    <Panel title={t("add")}>
      <form className="a-fields" {...fields.form}>
        {fields.complaints.url === undefined && <Problem error={add.error} />}
        <WebhookFields fields={fields} />
        <Button type="submit" loading={add.isPending} leftSection={<IconPlus size={20} aria-hidden="true" />}>
          {t("addButton")}
        </Button>
      </form>
      <OnceSecret
        secret={made?.secret}
        title={t("secretTitle")}
        text={t("secretText")}
        kept={t("secretKept")}
        onKept={() => setMade(undefined)}
      />
    </Panel>
  );
}

/** A refused address is a complaint about its field, and not about the whole form. */
export function aboutUrl(error: unknown): unknown {
  const refusal = refusalOf(error);
  if (!["webhook_url_wrong", "webhook_address_refused"].includes(refusal.code)) return error;
  return new Refusal(refusal.code, refusal.status, refusal.parameters, ["url"]);
}
