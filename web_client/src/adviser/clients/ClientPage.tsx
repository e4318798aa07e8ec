/** One client: who, what happened, what comes next, and everything one can do from here. */
import { Button, Menu, Tabs } from "@mantine/core";
import {
  IconArrowLeft,
  IconArrowsJoin,
  IconCalendarPlus,
  IconChevronDown,
  IconDots,
  IconDownload,
  IconEraser,
  IconFileSearch,
  IconFileUpload,
  IconLock,
  IconMessage,
  IconPencil,
  IconScreenShare,
  IconSignature,
  IconTrash,
  IconUser,
} from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { LOCALES } from "../../i18n";
import { clientsTexts } from "../../i18n/clients";
import { envelopesTexts } from "../../i18n/envelopes";
import { privacyTexts } from "../../i18n/privacy";
import { Avatar, announce, EmptyState, useConfirm, useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { refusalOf } from "../api/client";
import { type ClientView, useClient, useDeleteClient } from "../api/clients";
import { ClientDocuments } from "../documents/ClientDocuments";
import type { PrivacyAct } from "../privacy/ClientDialog";
import { useTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { ClientSignatures } from "../signing/ClientSignatures";
import { newSigningFor } from "../signing/paths";
import { ActionDialog, type Asked } from "./ActionDialog";
import { CardPanel } from "./CardPanel";
import { useClientPhoto } from "./ClientPhoto";
import { ClientProblem } from "./ClientProblem";
import { AppointmentsTab, TalkTab } from "./ClientTabs";
import { LabelsCard } from "./LabelsCard";
import { MergeDialog } from "./MergeDialog";
import { NotesCard } from "./NotesCard";
import { startWithClient } from "./startSession";
import { TimelineCard } from "./TimelineCard";
import "./clients.css";

const PrivacyDialog = lazy(async () => ({ default: (await import("../privacy/ClientDialog")).ClientDialog }));

const TABS = ["overview", "appointments", "documents", "talk"] as const;
type Tab = (typeof TABS)[number];

export function ClientPage() {
  const { id = "" } = useParams();
  const client = useClient(id);
  if (client.data === undefined && client.error !== null && refusalOf(client.error).status === 404) {
    return <Unknown />;
  }
  return (
    <>
      <Link className="a-back" to="/adviser/clients">
        <IconArrowLeft size={18} aria-hidden="true" />
        <Words />
      </Link>
      <Loaded query={client} lines={8}>
        {(view) => <Whole key={view.id} client={view} />}
      </Loaded>
    </>
  );
}

function Words() {
  return useT(clientsTexts)("clients");
}

function Unknown() {
  const t = useT(clientsTexts);
  useTitle(t("unknownTitle"));
  return (
    <EmptyState
      headingLevel={2}
      icon={<IconUser size={34} stroke={1.6} />}
      title={t("unknownTitle")}
      actions={
        <Button component={Link} to="/adviser/clients">
          {t("toClients")}
        </Button>
      }
    >
      {t("unknownText")}
    </EmptyState>
  );
}

function Whole({ client }: { readonly client: ClientView }) {
  const t = useT(clientsTexts);
  const navigate = useNavigate();
  const { tab: asked } = useParams();
  const tab: Tab = (TABS as readonly (string | undefined)[]).includes(asked) ? (asked as Tab) : "overview";
  const [dialog, setDialog] = useState<Asked["what"] | "merge">();
  useTitle(client.name);
  const { counts } = client;
  const tabs = [
    ["overview", t("overview"), undefined],
    ["appointments", t("appointments"), counts.appointments],
    ["documents", t("documents"), counts.documents],
    ["talk", t("talk"), counts.messages + counts.sessions],
  ] as const;
  return (
    <>
      <Head client={client} onAsk={setDialog} />
      <Tabs
        value={tab}
        onChange={(value) =>
          void navigate(`/adviser/clients/${client.id}${value === "overview" ? "" : `/${value}`}`, {
            replace: true,
          })
        }
        keepMounted={false}
        className="c-tabs"
      >
        <Tabs.List aria-label={t("partsOfClient")}>
          {tabs.map(([value, words, count]) => (
            <Tabs.Tab
              key={value}
              value={value}
              rightSection={count ? <span className="c-tab-count s-digits">{count}</span> : undefined}
            >
              {words}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <div className="c-overview">
            <div className="a-stack">
              <CardPanel client={client} />
              <LabelsCard client={client} />
            </div>
            <TimelineCard clientId={client.id} />
            <div className="a-stack">
              <ClientDocuments clientId={client.id} few />
              <NotesCard clientId={client.id} />
            </div>
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="appointments">
          <AppointmentsTab clientId={client.id} onNew={() => setDialog("appointment")} />
        </Tabs.Panel>
        <Tabs.Panel value="documents">
          <div className="a-stack">
            <ClientDocuments clientId={client.id} />
            <ClientSignatures clientId={client.id} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="talk">
          <TalkTab clientId={client.id} />
        </Tabs.Panel>
      </Tabs>
      {dialog === "merge" && <MergeDialog client={client} onClose={() => setDialog(undefined)} />}
      {dialog !== undefined && dialog !== "merge" && (
        <ActionDialog
          asked={{ what: dialog, target: { ids: [client.id] } }}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

interface HeadProps {
  readonly client: ClientView;
  readonly onAsk: (what: Asked["what"] | "merge") => void;
}

function Head({ client, onAsk }: HeadProps) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const created = new Date(client.created_at);
  const since = new Intl.DateTimeFormat(LOCALES[language], { month: "long", year: "numeric" }).format(
    created,
  );
  const faces = client.kind === "company" ? [client.name] : client.people.slice(0, 2).map(({ name }) => name);
  const facts = [
    t("clientSince", { when: since }),
    client.number === "" ? "" : t("numberIs", { number: client.number }),
    client.adviser === null ? t("noAdviserYet") : t("adviserIs", { name: client.adviser.name }),
  ].filter(Boolean);
  return (
    <header className="c-head">
      <span className="c-faces" data-two={faces.length > 1 || undefined}>
        {client.photo_url === null ? (
          faces.map((name) => <Avatar key={name} name={name} size={64} />)
        ) : (
          <img src={client.photo_url} alt="" width={64} height={64} />
        )}
      </span>
      <div className="c-head-words">
        <h1 tabIndex={-1}>{client.name}</h1>
        <p>{facts.join(" · ")}</p>
      </div>
      <div className="c-head-actions">
        <Menu position="bottom-end" width={280}>
          <Menu.Target>
            <Button
              leftSection={<IconScreenShare size={20} aria-hidden="true" />}
              rightSection={<IconChevronDown size={18} aria-hidden="true" />}
            >
              {t("startSession")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconUser size={20} />} onClick={() => startWithClient(client.id, true)}>
              <strong>{t("withPage")}</strong>
              <small className="c-menu-hint">{t("withPageHint")}</small>
            </Menu.Item>
            <Menu.Item
              leftSection={<IconScreenShare size={20} />}
              onClick={() => startWithClient(client.id, false)}
            >
              <strong>{t("withoutPage")}</strong>
              <small className="c-menu-hint">{t("withoutPageHint")}</small>
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Button
          variant="default"
          leftSection={<IconMessage size={20} aria-hidden="true" />}
          onClick={() => onAsk("message")}
        >
          {t("message")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconCalendarPlus size={20} aria-hidden="true" />}
          onClick={() => onAsk("appointment")}
        >
          {t("appointment")}
        </Button>
        <More client={client} onAsk={onAsk} />
      </div>
    </header>
  );
}

function More({ client, onAsk }: HeadProps) {
  const t = useT(clientsTexts);
  const navigate = useNavigate();
  const confirm = useConfirm();
  const drop = useDeleteClient();
  const photo = useClientPhoto(client);
  const privacy = useT(privacyTexts);
  const signing = useT(envelopesTexts);
  const { user } = useMember();
  const [act, setAct] = useState<PrivacyAct>();
  const remove = async () => {
    const sure = await confirm({
      title: t("deleteOneAsk", { name: client.name }),
      text: t("deleteText"),
      confirm: t("delete"),
      tone: "danger",
      icon: <IconTrash size={26} stroke={1.7} />,
    });
    if (!sure) return;
    drop.mutate(
      { id: client.id, version: client.version },
      {
        onSuccess: () => {
          announce(t("doneDelete", { count: 1 }));
          void navigate("/adviser/clients", { state: { deleted: { id: client.id, name: client.name } } });
        },
      },
    );
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            className="c-head-more"
            aria-label={t("moreActions")}
            loading={drop.isPending || photo.pending}
          >
            <IconDots size={20} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileUpload size={19} />} onClick={() => onAsk("share")}>
            {t("shareDocument")}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileSearch size={19} />} onClick={() => onAsk("request")}>
            {t("requestDocument")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconSignature size={19} />}
            onClick={() => void navigate(newSigningFor(client.id))}
          >
            {signing("letSign")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconPencil size={19} />}
            onClick={() => void navigate(`/adviser/clients/${client.id}/edit`)}
          >
            {t("edit")}
          </Menu.Item>
          {photo.items}
          <Menu.Item leftSection={<IconArrowsJoin size={19} />} onClick={() => onAsk("merge")}>
            {t("merge")}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={19} />} onClick={() => void remove()}>
            {t("delete")}
          </Menu.Item>
          {user.role === "admin" && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconDownload size={19} />} onClick={() => setAct("export")}>
                {privacy("menuExport")}
              </Menu.Item>
              <Menu.Item leftSection={<IconLock size={19} />} onClick={() => setAct("hold")}>
                {privacy("menuHold")}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconEraser size={19} />} onClick={() => setAct("erase")}>
                {privacy("menuErase")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {photo.field}
      {act !== undefined && (
        <Suspense fallback={null}>
          <PrivacyDialog act={act} client={client} onClose={() => setAct(undefined)} />
        </Suspense>
      )}
      {Boolean(drop.error) && (
        <div className="a-whole-line">
          <ClientProblem error={drop.error} />
        </div>
      )}
    </>
  );
}
