/** Every mail of the office: waiting, sent, failed, or kept because no mail server is set. */
import { Button, Drawer, Tabs } from "@mantine/core";
import {
  IconAlertCircle,
  IconArrowBackUp,
  IconCheck,
  IconChecks,
  IconClock,
  IconInbox,
  IconMail,
  IconRefresh,
} from "@tabler/icons-react";
import { useSearchParams } from "react-router";
import { formatDay, formatShortDay, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { settingsTexts } from "../../i18n/settings";
import { announce, EmptyState, IconTile, Notice, Panel, StatusChip, useLanguage, useT } from "../../ui";
import { useMail, useMailAgain, useOutbox } from "../api/office";
import type { Mail, MailItem, MailStatus } from "../api/types";
import { MoreOfList } from "../shell/MoreOfList";
import { PageTitle } from "../shell/PageTitle";
import { Loaded, Problem } from "../shell/Problem";

const STATUS = {
  queued: { tone: "info", words: "mailQueued", icon: <IconClock size={16} /> },
  sending: { tone: "info", words: "mailSending", icon: <IconClock size={16} /> },
  sent: { tone: "office", words: "mailSent", icon: <IconCheck size={16} /> },
  failed: { tone: "danger", words: "mailFailed", icon: <IconAlertCircle size={16} /> },
  kept: { tone: "attention", words: "mailKept", icon: <IconInbox size={16} /> },
} as const satisfies Record<MailStatus, unknown>;

/** What became of a mail: also what the receiver's side said after it had left. */
function fateOf(mail: MailItem) {
  if (mail.bounced_at !== null)
    return { tone: "danger", words: "mailReturned", icon: <IconArrowBackUp size={16} /> } as const;
  if (mail.delivered_at !== null)
    return { tone: "office", words: "mailDelivered", icon: <IconChecks size={16} /> } as const;
  return STATUS[mail.status];
}

export function Outbox() {
  const t = useT(settingsTexts);
  const [search, setSearch] = useSearchParams();
  const chosen = search.get("mail") ?? undefined;
  const outbox = useOutbox();
  const sends = outbox.data?.pages[0]?.sends;
  return (
    <>
      <PageTitle title={t("mailTitle")} lead={t("mailLead")} />
      {sends === false && (
        <div className="a-before">
          <Notice kind="warning" title={t("noMailServerTitle")}>
            {t("noMailServer")}
          </Notice>
        </div>
      )}
      <Panel flush>
        <Loaded query={outbox} lines={5}>
          {({ pages }) => {
            const mails = pages.flatMap(({ items }) => items);
            if (mails.length === 0) {
              return (
                <EmptyState
                  icon={<IconMail size={34} stroke={1.6} />}
                  title={t("mailNoneTitle")}
                  headingLevel={2}
                >
                  {t("mailNone")}
                </EmptyState>
              );
            }
            return (
              <ul className="a-rows">
                {mails.map((mail) => (
                  <MailRow key={mail.id} mail={mail} onOpen={() => setSearch({ mail: mail.id })} />
                ))}
              </ul>
            );
          }}
        </Loaded>
        <MoreOfList list={outbox}>{t("mailOlder")}</MoreOfList>
      </Panel>
      <MailDrawer id={chosen} sends={sends === true} onClose={() => setSearch({})} />
    </>
  );
}

function useMailError(): (error: string | null) => string {
  const t = useT(settingsTexts);
  return (error) => {
    if (error === "unreachable") return t("mailErrorUnreachable");
    if (error === "sign_in_refused") return t("mailErrorLogin");
    // With the other server's own number behind it: recipient_refused_550.
    if (error?.startsWith("recipient_refused")) return t("mailErrorRefused");
    if (error?.startsWith("returned_")) return t("mailErrorReturned");
    return t("mailErrorOther");
  };
}

function MailRow({ mail, onOpen }: { readonly mail: MailItem; readonly onOpen: () => void }) {
  const t = useT(settingsTexts);
  const language = useLanguage();
  const made = new Date(mail.created_at);
  const { tone, words, icon } = fateOf(mail);
  return (
    <li>
      <button type="button" className="a-row a-row-wrap a-row-button" onClick={onOpen}>
        <IconTile tone={tone === "danger" || tone === "attention" ? tone : "office"}>
          <IconMail size={20} />
        </IconTile>
        <span className="a-row-words">
          <strong>{mail.subject}</strong>
          <span>
            {mail.recipient} · {formatShortDay(language, made)}, {formatTime(language, made)}
          </span>
        </span>
        <span className="a-row-side">
          <StatusChip tone={tone} icon={icon}>
            {t(words)}
          </StatusChip>
        </span>
      </button>
    </li>
  );
}

interface MailDrawerProps {
  readonly id: string | undefined;
  /** Whether a mail server is set. */
  readonly sends: boolean;
  readonly onClose: () => void;
}

function MailDrawer({ id, sends, onClose }: MailDrawerProps) {
  const t = useT(settingsTexts);
  const adviser = useT(adviserTexts);
  const mail = useMail(id);
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      size="44rem"
      title={mail.data?.subject ?? t("mailTitle")}
      closeButtonProps={{ "aria-label": adviser("close") }}
    >
      <Loaded query={mail} lines={8}>
        {(found) => <MailView mail={found} sends={sends} />}
      </Loaded>
    </Drawer>
  );
}

function MailView({ mail, sends }: { readonly mail: Mail; readonly sends: boolean }) {
  const t = useT(settingsTexts);
  const language = useLanguage();
  const explain = useMailError();
  const { tone, words, icon } = fateOf(mail);
  const made = new Date(mail.created_at);
  return (
    <div className="a-mail">
      <p>
        <StatusChip tone={tone} icon={icon}>
          {t(words)}
        </StatusChip>
      </p>
      <dl className="a-pairs">
        <dt>{t("mailTo")}</dt>
        <dd>{mail.recipient_name === "" ? mail.recipient : `${mail.recipient_name} <${mail.recipient}>`}</dd>
        <dt>{t("mailMade")}</dt>
        <dd>
          {formatDay(language, made)}, {formatTime(language, made)}
        </dd>
      </dl>
      {mail.error !== null && (
        <Notice kind={mail.status === "failed" || mail.bounced_at !== null ? "danger" : "warning"}>
          {explain(mail.error)} {mail.status === "queued" && t("mailTriesAgain")}
        </Notice>
      )}
      {mail.status === "kept" && !sends && <Notice kind="warning">{t("mailKeptText")}</Notice>}
      {sends && (mail.status === "failed" || mail.status === "kept") && <SendAgain id={mail.id} />}
      {mail.text === "" ? (
        <Notice kind="info">{t("mailWiped")}</Notice>
      ) : (
        <Tabs defaultValue="html" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="html">{t("mailPreview")}</Tabs.Tab>
            <Tabs.Tab value="text">{t("mailText")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="html">
            {/* No scripts, no forms, an origin of its own; links open in a new tab. */}
            <iframe
              className="a-mail-frame"
              title={t("mailPreviewOf", { subject: mail.subject })}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              srcDoc={`<base target="_blank">${mail.html}`}
            />
          </Tabs.Panel>
          <Tabs.Panel value="text">
            <pre className="a-mail-text">{mail.text}</pre>
          </Tabs.Panel>
        </Tabs>
      )}
    </div>
  );
}

function SendAgain({ id }: { readonly id: string }) {
  const t = useT(settingsTexts);
  const again = useMailAgain();
  return (
    <>
      <Problem error={again.error} />
      <p>
        <Button
          variant="default"
          loading={again.isPending}
          leftSection={<IconRefresh size={19} aria-hidden="true" />}
          onClick={() => again.mutate(id, { onSuccess: () => announce(t("mailGoesAgain")) })}
        >
          {t("resend")}
        </Button>
      </p>
    </>
  );
}
