/** What is written to the CRM: what waits, what failed and why, and trying it now. */
import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import {
  IconAlertCircle,
  IconCheck,
  IconClock,
  IconInbox,
  IconRefresh,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { formatShortDay, formatTime } from "../../i18n";
import { crmTexts } from "../../i18n/crm";
import { announce, EmptyState, Panel, StatusChip, useConfirm, useLanguage, useT } from "../../ui";
import { Refusal } from "../api/client";
import {
  type CrmWrite,
  useCrmWrites,
  useDropWrite,
  useRetryAll,
  useRetryWrite,
  type WriteStatus,
} from "../api/crm";
import { MoreOfList } from "../shell/MoreOfList";
import { Loaded, Problem, sentenceOf } from "../shell/Problem";

const STATUS = {
  waiting: { tone: "attention", icon: <IconClock size={16} /> },
  done: { tone: "office", icon: <IconCheck size={16} /> },
  failed: { tone: "danger", icon: <IconAlertCircle size={16} /> },
} as const satisfies Record<WriteStatus, unknown>;

const FILTERS = ["", "waiting", "failed", "done"] as const;

const WHAT = [
  "session_started",
  "session_ended",
  "evaluation",
  "signature_completed",
  "signature_declined",
  "document",
  "attendance",
  "consent",
  "signers",
] as const;

export function CrmQueue() {
  const t = useT(crmTexts);
  const [status, setStatus] = useState<WriteStatus | "">("");
  const query = useCrmWrites(status);
  const again = useRetryAll();
  const writes = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const counts = query.data?.pages[0]?.counts;
  const left = (counts?.waiting ?? 0) + (counts?.failed ?? 0);
  return (
    <Panel
      title={t("queue")}
      flush
      action={
        left > 0 && (
          <Button
            variant="default"
            size="sm"
            loading={again.isPending}
            leftSection={<IconRefresh size={18} aria-hidden="true" />}
            onClick={() =>
              again.mutate(undefined, { onSuccess: ({ count }) => announce(t("retried", { count })) })
            }
          >
            {t("retryAll")}
          </Button>
        )
      }
    >
      <div className="a-inset">
        <p className="a-quiet a-tight">{t("queueText")}</p>
        <div className="a-filters">
          <SegmentedControl
            aria-label={t("filterBy")}
            value={status}
            onChange={(value) => setStatus(FILTERS.find((one) => one === value) ?? "")}
            data={FILTERS.map((one) => ({
              value: one,
              label: `${t(one === "" ? "filter_all" : `filter_${one}`)}${one === "" || !counts?.[one] ? "" : ` (${counts[one]})`}`,
            }))}
          />
        </div>
        <Problem error={again.error} />
      </div>
      <Loaded query={query} lines={4}>
        {() =>
          writes.length === 0 ? (
            <EmptyState icon={<IconInbox size={34} stroke={1.6} />} title={t("queueEmpty")}>
              {t(status === "" ? "queueEmptyText" : "queueEmptyFilter")}
            </EmptyState>
          ) : (
            <ul className="a-rows">
              {writes.map((one) => (
                <Row key={one.id} write={one} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreOfList list={query}>{t("older")}</MoreOfList>
    </Panel>
  );
}

function Row({ write }: { readonly write: CrmWrite }) {
  const t = useT(crmTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const retry = useRetryWrite();
  const drop = useDropWrite();
  const known = WHAT.find((one) => one === write.what);
  const what = t(known === undefined ? "what_other" : `what_${known}`);
  const label = write.name === "" ? what : `${what}: ${write.name}`;
  const at = new Date(write.done_at ?? write.tried_at ?? write.created_at);
  const why =
    write.error === ""
      ? ""
      : write.error === "crm_changed"
        ? t("error_crm_changed")
        : sentenceOf(language, new Refusal(write.error, 503));

  const give = async () => {
    const sure = await confirm({
      title: t("dropTitle"),
      text: t("dropText"),
      confirm: t("drop"),
      icon: <IconTrash size={24} stroke={1.8} />,
      tone: "danger",
    });
    if (sure) drop.mutate(write.id);
  };
  return (
    <li>
      <div className="a-row a-row-wrap">
        <span className="a-row-words">
          <strong>{label}</strong>
          <span>
            {formatShortDay(language, at)}, {formatTime(language, at)}
            {write.tries > 1 && ` · ${t("tries", { count: write.tries })}`}
            {write.session_id !== null && (
              <>
                {" · "}
                <Link to={`/adviser/sessions/${write.session_id}`}>{t("openSession")}</Link>
              </>
            )}
          </span>
          {write.status !== "done" && why !== "" && <span>{why}</span>}
          {write.status !== "done" && write.said !== "" && <span>{t("said", { said: write.said })}</span>}
          <Versions write={write} />
          <Problem error={retry.error ?? drop.error} />
        </span>
        <span className="a-row-side">
          <StatusChip tone={STATUS[write.status].tone} icon={STATUS[write.status].icon}>
            {t(`filter_${write.status}`)}
          </StatusChip>
          {write.status !== "done" && (
            <>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                loading={retry.isPending}
                aria-label={`${t("retry")}: ${label}`}
                title={t("retry")}
                onClick={() => retry.mutate(write.id)}
              >
                <IconRefresh size={20} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                loading={drop.isPending}
                aria-label={`${t("drop")}: ${label}`}
                title={t("drop")}
                onClick={() => void give()}
              >
                <IconTrash size={20} />
              </ActionIcon>
            </>
          )}
        </span>
      </div>
    </li>
  );
}

/** Of a conflict: what we were to write, and what the CRM holds. */
function Versions({ write }: { readonly write: CrmWrite }) {
  const t = useT(crmTexts);
  if (write.ours === null || write.theirs === null) return null;
  return (
    <dl className="a-versions">
      <dt>{t("ours")}</dt>
      <dd>
        <code>{JSON.stringify(write.ours)}</code>
      </dd>
      <dt>{t("theirs")}</dt>
      <dd>
        <code>{JSON.stringify(write.theirs)}</code>
      </dd>
    </dl>
  );
}
