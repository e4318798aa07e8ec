/** Labels, and what the client allows: with the proof, and a way to note the next one. */
import { ActionIcon, Button, Group, Modal, SegmentedControl } from "@mantine/core";
import { IconPlus, IconSpeakerphone, IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { LOCALES } from "../../i18n";
import { clientsTexts } from "../../i18n/clients";
import { announce, Panel, useLanguage, useT } from "../../ui";
import { useTags } from "../api/clientParts";
import { type ClientView, type Consent, useAddConsentTo, useChangeClient } from "../api/clients";
import { ClientProblem } from "./ClientProblem";
import { ConsentFields, consentComplaint, emptyConsent, toConsent } from "./ConsentFields";
import { LabelsInput } from "./LabelsInput";
import { sourceInWords } from "./timelineLines";

export function LabelsCard({ client }: { readonly client: ClientView }) {
  const t = useT(clientsTexts);
  const change = useChangeClient(client.id);
  const [adding, setAdding] = useState(false);
  const [consenting, setConsenting] = useState(false);
  const names = client.tags.map(({ name }) => name);
  const put = (tags: readonly string[], told: string) =>
    change.mutate(
      { input: { tags }, version: client.version },
      {
        onSuccess: () => {
          setAdding(false);
          announce(told);
        },
      },
    );
  return (
    <Panel
      title={t("labels")}
      action={
        <ActionIcon aria-label={t("addLabel")} onClick={() => setAdding(!adding)} aria-expanded={adding}>
          <IconPlus size={20} aria-hidden="true" />
        </ActionIcon>
      }
    >
      {names.length === 0 && !adding && <p className="a-quiet a-tight">{t("noLabelsHere")}</p>}
      {names.length > 0 && (
        <ul className="c-tag-list">
          {names.map((name) => (
            <li key={name} className="c-chip c-chip-drop">
              {name}
              <button
                type="button"
                aria-label={t("dropLabel", { name })}
                disabled={change.isPending}
                onClick={() =>
                  put(
                    names.filter((each) => each !== name),
                    t("labelDropped", { name }),
                  )
                }
              >
                <IconX size={15} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {adding && (
        <AddLabels
          has={names}
          busy={change.isPending}
          onAdd={(added) => put([...names, ...added], t("labelsAdded", { names: added.join(", ") }))}
        />
      )}
      <ClientProblem error={change.error} />
      <ConsentLines consents={client.consents} unsubscribed={client.unsubscribed} />
      <Button variant="subtle" size="compact-sm" className="c-add" onClick={() => setConsenting(true)}>
        {t("noteConsent")}
      </Button>
      <Modal opened={consenting} onClose={() => setConsenting(false)} title={t("noteConsent")} size="32rem">
        {consenting && <ConsentForm client={client} onDone={() => setConsenting(false)} />}
      </Modal>
    </Panel>
  );
}

interface AddLabelsProps {
  readonly has: readonly string[];
  readonly busy: boolean;
  readonly onAdd: (names: string[]) => void;
}

function AddLabels({ has, busy, onAdd }: AddLabelsProps) {
  const t = useT(clientsTexts);
  const tags = useTags().data ?? [];
  const [names, setNames] = useState<string[]>([]);
  return (
    <form
      className="c-add-labels"
      onSubmit={(event) => {
        event.preventDefault();
        if (names.length > 0) onAdd(names);
      }}
    >
      <LabelsInput
        aria-label={t("labels")}
        placeholder={names.length === 0 ? t("labelPlaceholder") : ""}
        data={tags.map(({ name }) => name).filter((name) => !has.includes(name))}
        value={names}
        onChange={setNames}
        autoFocus
      />
      <Button type="submit" size="sm" loading={busy} disabled={names.length === 0}>
        {t("addLabels")}
      </Button>
    </form>
  );
}

/** The newest of each purpose and way counts. */
export function standing(consents: readonly Consent[]): Consent[] {
  const newest = new Map<string, Consent>();
  for (const consent of consents) {
    const key = `${consent.purpose}/${consent.channel}`;
    const known = newest.get(key);
    if (known === undefined || consent.at > known.at) newest.set(key, consent);
  }
  return [...newest.values()];
}

const WANTS = { email: "wantsByEmail", phone: "wantsByPhone", post: "wantsByPost" } as const;
const WANTS_NOT = { email: "notByEmail", phone: "notByPhone", post: "notByPost" } as const;

function ConsentLines({ consents, unsubscribed }: Pick<ClientView, "consents" | "unsubscribed">) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const all = standing(consents);
  const day = (at: string) =>
    new Intl.DateTimeFormat(LOCALES[language], { day: "numeric", month: "short", year: "numeric" }).format(
      new Date(at),
    );
  if (all.length === 0) {
    return (
      <p className="c-consent">
        <IconSpeakerphone size={18} stroke={1.7} aria-hidden="true" />
        <span>{t("noConsents")}</span>
      </p>
    );
  }
  return (
    <>
      {all.map((consent) => (
        <details key={`${consent.purpose}/${consent.channel}`} className="c-consent">
          <summary>
            <IconSpeakerphone size={18} stroke={1.7} aria-hidden="true" />
            <span>
              {consent.purpose === "marketing"
                ? t((consent.given ? WANTS : WANTS_NOT)[consent.channel])
                : t(consent.given ? "consentFor" : "noConsentFor", { purpose: consent.purpose })}
              {unsubscribed && consent.channel === "email" && ` ${t("unsubscribed")}.`}
            </span>
          </summary>
          <p>
            {t("consentProof", {
              day: day(consent.at),
              source: sourceInWords(consent.source, t),
              by: consent.by || "–",
            })}
          </p>
          <blockquote>{consent.text}</blockquote>
        </details>
      ))}
    </>
  );
}

function ConsentForm({ client, onDone }: { readonly client: ClientView; readonly onDone: () => void }) {
  const t = useT(clientsTexts);
  const add = useAddConsentTo();
  const [given, setGiven] = useState(true);
  const [draft, setDraft] = useState(() => emptyConsent(t("consentText")));
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (consentComplaint(draft) !== undefined) return;
    add.mutate(
      { id: client.id, ...toConsent(draft, "marketing", given) },
      {
        onSuccess: () => {
          announce(t("consentKept"));
          onDone();
        },
      },
    );
  };
  return (
    <form className="a-fields" onSubmit={submit} noValidate>
      <SegmentedControl
        aria-label={t("givenOrNot")}
        value={given ? "given" : "withdrawn"}
        onChange={(value) => setGiven(value === "given")}
        data={[
          { value: "given", label: t("wantsOffers") },
          { value: "withdrawn", label: t("wantsNoOffers") },
        ]}
      />
      <ConsentFields draft={draft} onDraft={setDraft} tried={tried} />
      <p className="a-quiet">{t("consentStays")}</p>
      <ClientProblem error={add.error} />
      <Group gap="xs">
        <Button type="submit" loading={add.isPending}>
          {t("save")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("cancel")}
        </Button>
      </Group>
    </form>
  );
}
