/** What was sent to a webhook, what came of it, and sending it again. */
import { Button, Drawer } from "@mantine/core";
import {
  IconAlertCircle,
  IconCheck,
  IconClock,
  IconInbox,
  IconMessage,
  IconRefresh,
} from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { formatDay, formatShortDay, formatTime, type Language } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { integrationTexts } from "../../i18n/integrations";
import { announce, EmptyState, IconTile, Panel, StatusChip, useLanguage, useT } from "../../ui";
import {
  type Delivery,
  type Try,
  useDeliveries,
  useDelivery,
  useResend,
  useResendFailed,
  type Webhook,
  type WholeDelivery,
} from "../api/integrations";
import { MoreOfList } from "../shell/MoreOfList";
import { Loaded, Problem } from "../shell/Problem";
import { useKindWords } from "./webhookForm";

const STATUS = {
  queued: { tone: "info", words: "status_queued", icon: <IconClock size={16} /> },
  delivered: { tone: "office", words: "status_delivered", icon: <IconCheck size={16} /> },
  failed: { tone: "danger", words: "status_failed", icon: <IconAlertCircle size={16} /> },
  held: { tone: "attention", words: "status_held", icon: <IconInbox size={16} /> },
} as const satisfies Record<Delivery["status"], unknown>;

const ERRORS = [
  "refused",
  "redirected",
  "too_slow",
  "unreachable",
  "name_unknown",
  "address_refused",
  "tls_failed",
  "bad_response",
  "secret_lost",
] as const;

function when(language: Language, moment: string): string {
  const at = new Date(moment);
  return `${formatShortDay(language, at)}, ${formatTime(language, at)}`;
}

function useTryWords(): (one: Try) => string {
  const t = useT(integrationTexts);
  return ({ error, status }) => {
    const answered = status === null ? "" : t("answered", { status: String(status) });
    if (error === "") return answered;
    const known = ERRORS.find((word) => word === error);
    const words = t(known === undefined ? "error_other" : `error_${known}`);
    return answered === "" ? words : `${words} (${answered})`;
  };
}

export function WebhookLog({ webhook }: { readonly webhook: Webhook }) {
  const t = useT(integrationTexts);
  const adviser = useT(adviserTexts);
  const [chosen, setChosen] = useState<string>();
  const query = useDeliveries(webhook.id);
  const again = useResendFailed(webhook.id);
  const deliveries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const failed = deliveries.some(({ status, kind }) => status === "failed" && kind !== "webhook.test");
  const whole = useDelivery(webhook.id, chosen);
  return (
    <Panel
      title={t("deliveries")}
      flush
      action={
        failed &&
        webhook.active && (
          <Button
            variant="default"
            size="sm"
            loading={again.isPending}
            leftSection={<IconRefresh size={18} aria-hidden="true" />}
            onClick={() =>
              again.mutate(undefined, { onSuccess: ({ count }) => announce(t("resentFailed", { count })) })
            }
          >
            {t("resendFailed")}
          </Button>
        )
      }
    >
      {Boolean(again.error) && (
        <div className="a-inset">
          <Problem error={again.error} />
        </div>
      )}
      <Loaded query={query} lines={4}>
        {() =>
          deliveries.length === 0 ? (
            <EmptyState icon={<IconMessage size={34} stroke={1.6} />} title={t("deliveriesEmpty")}>
              {t("deliveriesEmptyText")}
            </EmptyState>
          ) : (
            <ul className="a-rows">
              {deliveries.map((one) => (
                <DeliveryRow key={one.id} delivery={one} onOpen={() => setChosen(one.id)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreOfList list={query}>{t("olderMessages")}</MoreOfList>
      <Drawer
        opened={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        size="44rem"
        title={t("message")}
        closeButtonProps={{ "aria-label": adviser("close") }}
      >
        <Loaded query={whole} lines={8}>
          {(delivery) => <DeliveryView webhook={webhook} delivery={delivery} />}
        </Loaded>
      </Drawer>
    </Panel>
  );
}

function DeliveryRow({ delivery, onOpen }: { readonly delivery: Delivery; readonly onOpen: () => void }) {
  const t = useT(integrationTexts);
  const language = useLanguage();
  const words = useKindWords();
  const said = useTryWords();
  const { tone, words: state, icon } = STATUS[delivery.status];
  const last = delivery.tries.at(-1);
  return (
    <li>
      <button type="button" className="a-row a-row-wrap a-row-button" onClick={onOpen}>
        <IconTile tone={tone === "danger" || tone === "attention" ? tone : "office"}>
          <IconMessage size={20} />
        </IconTile>
        <span className="a-row-words">
          <strong>{words(delivery.kind)}</strong>
          <span>
            {when(language, delivery.created_at)}
            {delivery.tries.length > 1 && ` · ${t("tries", { count: delivery.tries.length })}`}
          </span>
          {last !== undefined && last.error !== "" && <span>{said(last)}</span>}
        </span>
        <span className="a-row-side">
          <StatusChip tone={tone} icon={icon}>
            {t(state)}
          </StatusChip>
        </span>
      </button>
    </li>
  );
}

/** As people read JSON. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

interface ViewProps {
  readonly webhook: Webhook;
  readonly delivery: WholeDelivery;
}

function DeliveryView({ webhook, delivery }: ViewProps) {
  const t = useT(integrationTexts);
  const language = useLanguage();
  const words = useKindWords();
  const again = useResend(webhook.id);
  const { tone, words: state, icon } = STATUS[delivery.status];
  return (
    <div className="a-mail">
      <p>
        <StatusChip tone={tone} icon={icon}>
          {t(state)}
        </StatusChip>{" "}
        {delivery.run_at !== null && delivery.tries.length > 0 && (
          <span className="a-quiet">{t("nextTry", { when: when(language, delivery.run_at) })}</span>
        )}
      </p>
      <dl className="a-pairs">
        <dt>{t("message")}</dt>
        <dd>
          {words(delivery.kind)}
          {delivery.envelope_id !== null && (
            <>
              {` · ${t("sequence", { number: delivery.sequence })} · `}
              <Link className="a-link" to={`/adviser/signing/${delivery.envelope_id}`}>
                {t("theDocument")}
              </Link>
            </>
          )}
        </dd>
        <dt>{t("messageId")}</dt>
        <dd>
          <code>{delivery.id}</code>
        </dd>
      </dl>
      <Problem error={again.error} />
      {webhook.active && (
        <p>
          <Button
            variant="default"
            loading={again.isPending}
            leftSection={<IconRefresh size={19} aria-hidden="true" />}
            onClick={() => again.mutate(delivery.id, { onSuccess: () => announce(t("resent")) })}
          >
            {t("resend")}
          </Button>
        </p>
      )}
      <h3 className="a-small-title">{t("attempts")}</h3>
      {delivery.tries.length === 0 ? (
        <p className="a-quiet">{t("noAttempts")}</p>
      ) : (
        <Tries tries={delivery.tries} />
      )}
      <h3 className="a-small-title">{t("body")}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="a-snippet" tabIndex={0}>
        <code>{pretty(delivery.body)}</code>
      </pre>
    </div>
  );
}

function Tries({ tries }: { readonly tries: readonly Try[] }) {
  const t = useT(integrationTexts);
  const language = useLanguage();
  const said = useTryWords();
  return (
    <ol className="a-tries">
      {tries.map((one) => {
        const at = new Date(one.at);
        return (
          <li key={one.number}>
            <strong>{said(one)}</strong>
            <span className="a-quiet">
              {formatDay(language, at)}, {formatTime(language, at)} · {t("millis", { millis: one.millis })}
            </span>
            {one.error !== "" && one.answer !== "" && (
              <>
                <span className="a-hint">{t("answerBegan")}</span>
                <code className="a-secret">{one.answer.slice(0, 300)}</code>
              </>
            )}
          </li>
        );
      })}
    </ol>
  );
}
