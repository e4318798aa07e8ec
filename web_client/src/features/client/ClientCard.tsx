/** The card of the session's client on the adviser's own stage: who it is, and what stands ready. */
import { Anchor, Button, Loader } from "@mantine/core";
import { IconExternalLink, IconLock, IconMail, IconPhone, IconRefresh } from "@tabler/icons-react";
import { useId, useSyncExternalStore } from "react";
import { commonTexts } from "../../i18n/common";
import { crmTexts } from "../../i18n/crm";
import type { RoomClient } from "../../protocol/rest";
import { useRoom } from "../../room/context";
import { Notice, StatusChip, useT } from "../../ui";
import classes from "./Client.module.css";
import { ReadyDocuments } from "./ReadyDocuments";
import type { RoomClientStore } from "./roomClient";

/** As many documents as leave the ways to begin in sight. */
const MOST = 4;

export function ClientCard() {
  const { client } = useRoom();
  return client === null ? null : <Card store={client} />;
}

function Card({ store }: { readonly store: RoomClientStore }) {
  const t = useT(crmTexts);
  const { client, loading, code } = useSyncExternalStore(store.subscribe, store.getState);
  const heading = useId();
  return (
    <section className={classes.card} aria-labelledby={heading}>
      <header className={classes.head}>
        <h2 id={heading}>{client?.party?.name ?? t("clientCard")}</h2>
        <StatusChip icon={<IconLock />}>{t("clientOnlyYou")}</StatusChip>
      </header>
      {client === null && loading && (
        <p className={classes.quiet}>
          <Loader size={16} /> {t("clientLoading")}
        </p>
      )}
      {client === null && code !== null && <Away store={store} text={t("trouble_all")} />}
      {client !== null && (
        <>
          <Party client={client} />
          <Troubles client={client} store={store} />
          {client.documents !== null && (
            <>
              <h3>{t("readyTitle")}</h3>
              {client.documents.length === 0 ? (
                <p className={classes.quiet}>{t("readyNone")}</p>
              ) : (
                <ReadyDocuments store={store} most={MOST} />
              )}
            </>
          )}
          <Forms client={client} />
          <p className={classes.limits}>{t("clientNothingLimited")}</p>
        </>
      )}
    </section>
  );
}

function Party({ client }: { readonly client: RoomClient }) {
  const t = useT(crmTexts);
  const { party } = client;
  if (party === null) return null;
  return (
    <ul className={classes.facts}>
      {party.caption !== "" && <li>{party.caption}</li>}
      {party.emails.slice(0, 2).map((email) => (
        <li key={email}>
          <IconMail size={16} stroke={1.8} aria-hidden="true" /> {email}
        </li>
      ))}
      {party.phones.slice(0, 2).map((phone) => (
        <li key={phone}>
          <IconPhone size={16} stroke={1.8} aria-hidden="true" /> {phone}
        </li>
      ))}
      {/^(https:\/\/|\/adviser\/)/.test(party.link) && (
        <li>
          <Anchor href={party.link} target="_blank" rel="noopener noreferrer">
            <IconExternalLink size={16} stroke={1.8} aria-hidden="true" /> {t("clientOpenCard")}
          </Anchor>
        </li>
      )}
    </ul>
  );
}

const PARTS = ["party", "documents", "forms", "activities"] as const;

function Troubles({ client, store }: { readonly client: RoomClient; readonly store: RoomClientStore }) {
  const t = useT(crmTexts);
  const wrong = PARTS.filter((part) => client.troubles[part] !== undefined);
  if (wrong.length === 0) return null;
  return <Away store={store} text={wrong.map((part) => t(`trouble_${part}`)).join(" ")} />;
}

function Away({ store, text }: { readonly store: RoomClientStore; readonly text: string }) {
  const common = useT(commonTexts);
  const { loading } = useSyncExternalStore(store.subscribe, store.getState);
  return (
    <Notice kind="warning">
      <div className={classes.away}>
        {text}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={16} />}
          loading={loading}
          onClick={() => void store.load()}
        >
          {common("retry")}
        </Button>
      </div>
    </Notice>
  );
}

function Forms({ client }: { readonly client: RoomClient }) {
  const t = useT(crmTexts);
  const forms = client.forms ?? [];
  const activities = client.activities ?? [];
  return (
    <>
      {forms.length > 0 && (
        <>
          <h3>{t("formsTitle")}</h3>
          <ul className={classes.plain}>
            {forms.map((form) => (
              <li key={form.id}>
                {form.link.startsWith("https://") ? (
                  <Anchor href={form.link} target="_blank" rel="noopener noreferrer">
                    {form.title}
                  </Anchor>
                ) : (
                  form.title
                )}{" "}
                <StatusChip tone={form.state === "open" ? "attention" : "office"}>
                  {t(form.state === "open" ? "formOpen" : "formSubmitted")}
                </StatusChip>
              </li>
            ))}
          </ul>
        </>
      )}
      {activities.length > 0 && (
        <>
          <h3>{t("activitiesTitle")}</h3>
          <ul className={classes.plain}>
            {activities.map((one) => (
              <li key={one.id}>{one.title}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
