/** What narrows the list, as chips that take it away again; and keeping it as a selection. */
import { Button, Checkbox, Group, Modal, TextInput } from "@mantine/core";
import { IconBookmark, IconFilter, IconTag, IconX } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { type Language, LOCALES } from "../../i18n";
import { clientsTexts, type T } from "../../i18n/clients";
import { announce, useLanguage, useT } from "../../ui";
import { useClientFields, useColleagues, useSaveFilter } from "../api/clientParts";
import type { ClientField, Facets, Named } from "../api/clients";
import { ClientProblem } from "./ClientProblem";
import {
  type ClientFilter,
  changed,
  FILTER_NAMES,
  type FilterName,
  fieldsOf,
  isNarrowed,
  tagsOf,
  withField,
  withTag,
} from "./filter";
import { KINDS } from "./names";

interface Chip {
  readonly key: string;
  readonly words: string;
  readonly icon: ReactNode;
  /** The filter without it. */
  readonly without: ClientFilter;
}

interface Known {
  readonly t: T;
  readonly language: Language;
  readonly tags: readonly Named[];
  readonly fields: readonly ClientField[];
  readonly colleagues: readonly Named[];
}

const NAMES = {
  given: "givenName",
  family: "familyName",
  email: "email",
  phone: "phone",
  number: "clientNumber",
  street: "street",
  postcode: "postcode",
  city: "city",
} as const;

function day(value: string, language: Language): string {
  const date = new Date(`${value}T12:00:00`);
  if (Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat(LOCALES[language], {
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(date);
}

// One flat case for each filter.
function wordsOf(name: FilterName, value: string, { t, language, colleagues }: Known): string {
  switch (name) {
    case "kind":
      return value in KINDS ? t(KINDS[value as keyof typeof KINDS]) : value;
    case "adviser":
      return t("chipAdviser", { name: colleagues.find(({ id }) => id === value)?.name ?? "…" });
    case "consent":
      return value === "yes" ? t("wantsOffers") : t("wantsNoOffers");
    case "unsubscribed":
      return value === "yes" ? t("unsubscribed") : t("notUnsubscribed");
    case "blocked":
      return value === "yes" ? t("emailBlocked") : t("emailWorks");
    case "letter":
      return t("chipLetter", { letter: value });
    case "created_from":
      return t("chipFrom", { day: day(value, language) });
    case "created_to":
      return t("chipTo", { day: day(value, language) });
    case "birthday_month":
      return t("chipBirthday", {
        month: new Intl.DateTimeFormat(LOCALES[language], { month: "long" }).format(
          new Date(2026, Number(value) - 1, 1),
        ),
      });
    case "deleted":
      return t("deletedOnes");
    case "has_appointment":
      return t(value === "yes" ? "chipAppointment" : "chipNoAppointment");
    default:
      return name in NAMES ? `${t(NAMES[name as keyof typeof NAMES])}: ${value}` : value;
  }
}

export function chipsOf(filter: ClientFilter, known: Known): Chip[] {
  const { t, tags, fields } = known;
  const chips: Chip[] = tagsOf(filter).map((id) => ({
    key: `tag-${id}`,
    words: tags.find((tag) => tag.id === id)?.name ?? t("label"),
    icon: <IconTag size={16} aria-hidden="true" />,
    without: withTag(filter, id, false),
  }));
  const filters = <IconFilter size={16} aria-hidden="true" />;
  for (const name of FILTER_NAMES) {
    const value = filter[name];
    if (value === undefined || name === "search" || name === "tags" || name === "fields") continue;
    chips.push({
      key: name,
      words: wordsOf(name, value, known),
      icon: filters,
      without: changed(filter, { [name]: "" }),
    });
  }
  for (const [key, value] of Object.entries(fieldsOf(filter))) {
    const field = fields.find((each) => each.key === key);
    const words = field?.kind === "yes_no" ? t(value === "true" ? "yes" : "no") : value;
    chips.push({
      key: `field-${key}`,
      words: `${field?.label ?? key}: ${words}`,
      icon: filters,
      without: withField(filter, key, ""),
    });
  }
  return chips;
}

interface ActiveFiltersProps {
  readonly filter: ClientFilter;
  readonly facets: Facets | undefined;
  readonly onFilter: (filter: ClientFilter) => void;
}

export function ActiveFilters({ filter, facets, onFilter }: ActiveFiltersProps) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const fields = useClientFields().data ?? [];
  const colleagues = useColleagues().data ?? [];
  const [saving, setSaving] = useState(false);
  if (!isNarrowed(filter) && filter.search === undefined) return null;
  const chips = chipsOf(filter, { t, language, tags: facets?.tags ?? [], fields, colleagues });
  return (
    <div className="c-active">
      {chips.map((chip) => (
        <button
          key={chip.key}
          type="button"
          className="c-active-chip"
          aria-label={t("dropFilter", { words: chip.words })}
          onClick={() => {
            onFilter(chip.without);
            announce(t("filterDropped", { words: chip.words }));
          }}
        >
          {chip.icon}
          <span>{chip.words}</span>
          <IconX size={16} aria-hidden="true" />
        </button>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconBookmark size={17} aria-hidden="true" />}
        onClick={() => setSaving(true)}
      >
        {t("keepAsSelection")}
      </Button>
      <Modal opened={saving} onClose={() => setSaving(false)} title={t("keepAsSelection")} size="26rem">
        {saving && <SaveForm filter={filter} onDone={() => setSaving(false)} />}
      </Modal>
    </div>
  );
}

function SaveForm({ filter, onDone }: { readonly filter: ClientFilter; readonly onDone: () => void }) {
  const t = useT(clientsTexts);
  const save = useSaveFilter();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "") return;
    const kept = Object.fromEntries(Object.entries(filter));
    save.mutate(
      { name: name.trim(), filter: kept, shared },
      {
        onSuccess: () => {
          announce(t("selectionKept", { name: name.trim() }));
          onDone();
        },
      },
    );
  };
  return (
    <form className="a-fields" onSubmit={submit} noValidate>
      <p className="a-quiet">{t("keepAsSelectionText")}</p>
      <TextInput
        label={t("selectionName")}
        value={name}
        error={tried && name.trim() === "" ? t("nameNeeded") : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        maxLength={120}
      />
      <Checkbox
        label={t("shareSelection")}
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <ClientProblem error={save.error} />
      <Group gap="xs">
        <Button type="submit" loading={save.isPending}>
          {t("save")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("cancel")}
        </Button>
      </Group>
    </form>
  );
}
