/** In the panel of files: what the client has and the session does not have yet. */
import { useId, useSyncExternalStore } from "react";
import { crmTexts } from "../../i18n/crm";
import { useRoom } from "../../room/context";
import { useT } from "../../ui";
import classes from "./Client.module.css";
import { ReadyDocuments } from "./ReadyDocuments";
import type { RoomClientStore } from "./roomClient";

export function ReadySection() {
  const { client } = useRoom();
  return client === null ? null : <Section store={client} />;
}

function Section({ store }: { readonly store: RoomClientStore }) {
  const t = useT(crmTexts);
  const { client } = useSyncExternalStore(store.subscribe, store.getState);
  const heading = useId();
  if (client === null) return null;
  const trouble = client.troubles.documents !== undefined;
  if (client.documents === null && !trouble) return null;
  return (
    <section className={classes.section} aria-labelledby={heading}>
      <h3 id={heading}>{t("readyTitle")}</h3>
      <p className={classes.quiet}>
        {trouble
          ? t("trouble_documents")
          : client.documents?.length === 0
            ? t("readyNone")
            : t("readyOf", { name: client.party?.name ?? t("clientCard") })}
      </p>
      <ReadyDocuments store={store} />
    </section>
  );
}
