/** "Filter cliënten": labels with their counts, who can be reached, dates, and what the office itself wants to know. */
import { Button, Checkbox, NativeSelect, TextInput, UnstyledButton } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconCalendar, IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { LOCALES } from "../../i18n";
import { clientsTexts } from "../../i18n/clients";
import { useLanguage, useT } from "../../ui";
import { useClientFields, useColleagues } from "../api/clientParts";
import type { ClientField, Facets } from "../api/clients";
import {
  type ClientFilter,
  changed,
  cleared,
  type FilterName,
  fieldsOf,
  isNarrowed,
  tagsOf,
  withField,
  withTag,
} from "./filter";
import "@mantine/dates/styles.css";

interface FilterPanelProps {
  readonly filter: ClientFilter;
  readonly facets: Facets | undefined;
  readonly onFilter: (filter: ClientFilter) => void;
  /** In a drawer the title stands above it already. */
  readonly withTitle?: boolean;
}

const FEW_TAGS = 5;

export function FilterPanel({ filter, facets, onFilter, withTitle = true }: FilterPanelProps) {
  const t = useT(clientsTexts);
  const title = useId();
  const set = (change: ClientFilter) => onFilter(changed(filter, change));
  return (
    <section className="c-filter" aria-labelledby={withTitle ? title : undefined}>
      <div className="c-filter-head">
        {withTitle && <h2 id={title}>{t("filterClients")}</h2>}
        {isNarrowed(filter) && (
          <Button variant="subtle" size="compact-sm" onClick={() => onFilter(cleared(filter))}>
            {t("clear")}
          </Button>
        )}
      </div>
      <Tags filter={filter} facets={facets} onFilter={onFilter} />
      <Group title={t("reachable")}>
        <Counted
          label={t("wantsOffers")}
          count={facets?.consent}
          checked={filter.consent === "yes"}
          onChange={(on) => set({ consent: on ? "yes" : "" })}
        />
        <Counted
          label={t("unsubscribed")}
          count={facets?.unsubscribed}
          checked={filter.unsubscribed === "yes"}
          onChange={(on) => set({ unsubscribed: on ? "yes" : "" })}
        />
        <Counted
          label={t("emailBlocked")}
          count={facets?.blocked}
          checked={filter.blocked === "yes"}
          onChange={(on) => set({ blocked: on ? "yes" : "" })}
        />
      </Group>
      <Period filter={filter} onFilter={onFilter} />
      <OwnFields filter={filter} facets={facets} onFilter={onFilter} />
      <More filter={filter} facets={facets} onFilter={onFilter} />
    </section>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="c-filter-group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface CountedProps {
  readonly label: string;
  readonly count: number | undefined;
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
}

function Counted({ label, count, checked, onChange }: CountedProps) {
  const t = useT(clientsTexts);
  const counted = useId();
  return (
    <div className="c-counted">
      <Checkbox
        label={label}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        aria-describedby={count === undefined ? undefined : counted}
      />
      {count !== undefined && (
        <span id={counted} className="s-digits">
          <span aria-hidden="true">{count.toLocaleString("nl")}</span>
          <span className="s-hidden">{t("clientsCount", { count })}</span>
        </span>
      )}
    </div>
  );
}

type PartProps = Pick<FilterPanelProps, "filter" | "facets" | "onFilter">;

function Tags({ filter, facets, onFilter }: PartProps) {
  const t = useT(clientsTexts);
  const [all, setAll] = useState(false);
  const chosen = tagsOf(filter);
  const tags = facets?.tags ?? [];
  // Chosen ones stay in sight, however few clients they have.
  const shown = all ? tags : tags.filter(({ id }, at) => at < FEW_TAGS || chosen.includes(id));
  const rest = tags.length - shown.length;
  return (
    <Group title={t("labels")}>
      {facets !== undefined && tags.length === 0 && <p className="a-quiet a-tight">{t("noLabelsYet")}</p>}
      {shown.map((tag) => (
        <Counted
          key={tag.id}
          label={tag.name}
          count={tag.count}
          checked={chosen.includes(tag.id)}
          onChange={(on) => onFilter(withTag(filter, tag.id, on))}
        />
      ))}
      {(rest > 0 || all) && tags.length > FEW_TAGS && (
        <UnstyledButton className="c-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("fewerLabels") : t("moreLabels", { count: rest })}
        </UnstyledButton>
      )}
    </Group>
  );
}

function Period({ filter, onFilter }: Pick<PartProps, "filter" | "onFilter">) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const [from, setFrom] = useState(filter.created_from ?? null);
  const [to, setTo] = useState(filter.created_to ?? null);
  // Half a period is none yet: the second click completes it.
  const value: [string | null, string | null] =
    from !== null && to === null ? [from, null] : [filter.created_from ?? null, filter.created_to ?? null];
  return (
    <div className="c-filter-group">
      <DatePickerInput
        type="range"
        label={t("createdDate")}
        placeholder={t("choosePeriod")}
        leftSection={<IconCalendar size={18} aria-hidden="true" />}
        leftSectionPointerEvents="none"
        clearable
        clearButtonProps={{ "aria-label": t("clearPeriod") }}
        allowSingleDateInRange
        locale={language}
        valueFormatter={({ date }) => {
          const [first, last] = Array.isArray(date) ? date : [date, null];
          const words = (day: unknown) =>
            day === null || day === undefined
              ? ""
              : new Intl.DateTimeFormat(LOCALES[language], {
                  day: "numeric",
                  month: "short",
                  year: "numeric",
                }).format(new Date(String(day)));
          return [words(first), words(last)].filter(Boolean).join(" – ");
        }}
        value={value}
        onChange={([first, last]) => {
          setFrom(first);
          setTo(last);
          if (first !== null && last === null) return;
          onFilter(changed(filter, { created_from: first ?? "", created_to: last ?? "" }));
        }}
      />
    </div>
  );
}

function OwnFields({ filter, facets, onFilter }: PartProps) {
  const fields = (useClientFields().data ?? []).filter(({ facet }) => facet);
  const asked = fieldsOf(filter);
  return fields.map((field) => (
    <OwnField
      key={field.id}
      field={field}
      counts={facets?.fields[field.key]}
      value={asked[field.key] ?? ""}
      onValue={(value) => onFilter(withField(filter, field.key, value))}
    />
  ));
}

interface OwnFieldProps {
  readonly field: ClientField;
  readonly counts: readonly { readonly value: string; readonly count: number }[] | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

function OwnField({ field, counts, value, onValue }: OwnFieldProps) {
  const t = useT(clientsTexts);
  const counted = (choice: string) => {
    const count = counts?.find((each) => each.value === choice)?.count;
    return count === undefined ? "" : ` (${count})`;
  };
  if (field.kind === "choice" || field.kind === "yes_no") {
    const choices =
      field.kind === "choice"
        ? field.choices.map((choice) => ({ value: choice, label: `${choice}${counted(choice)}` }))
        : [
            { value: "true", label: `${t("yes")}${counted("true")}` },
            { value: "false", label: `${t("no")}${counted("false")}` },
          ];
    return (
      <div className="c-filter-group">
        <NativeSelect
          label={field.label}
          value={value}
          onChange={(event) => onValue(event.currentTarget.value)}
          data={[{ value: "", label: t("everything") }, ...choices]}
        />
      </div>
    );
  }
  return (
    <div className="c-filter-group">
      <Typed
        label={field.label}
        type={field.kind === "date" ? "date" : field.kind === "number" ? "number" : "search"}
        value={value}
        onValue={onValue}
      />
    </div>
  );
}

interface TypedProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly type?: "search" | "date" | "number";
}

/** Filters when Enter is pressed or the field is left. */
function Typed({ label, value, onValue, type = "search" }: TypedProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  const tell = () => {
    if (typed.trim() !== value) onValue(typed.trim());
  };
  return (
    <TextInput
      label={label}
      type={type}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={tell}
      onKeyDown={(event) => {
        if (event.key === "Enter") tell();
      }}
    />
  );
}

const TEXT_FILTERS = {
  given: "givenName",
  family: "familyName",
  email: "email",
  phone: "phone",
  number: "clientNumber",
  street: "street",
  postcode: "postcode",
  city: "city",
} as const satisfies Partial<Record<FilterName, string>>;

const MORE = [
  ...Object.keys(TEXT_FILTERS),
  "kind",
  "adviser",
  "birthday_month",
  "has_appointment",
] as FilterName[];

/** Everything else that is known of everybody: opened by who needs it. */
function More({ filter, facets, onFilter }: PartProps) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const id = useId();
  const inUse = MORE.some((name) => filter[name] !== undefined);
  const [opened, setOpened] = useState(inUse);
  const colleagues = useColleagues();
  const set = (change: ClientFilter) => onFilter(changed(filter, change));
  const kind = (value: "person" | "household" | "company") => {
    const count = facets?.kinds[value];
    const words = t(
      value === "person" ? "kindPerson" : value === "household" ? "kindHousehold" : "kindCompany",
    );
    return { value, label: count === undefined ? words : `${words} (${count})` };
  };
  return (
    <div className="c-filter-group">
      <UnstyledButton
        className="c-more c-more-filters"
        aria-expanded={opened}
        aria-controls={id}
        onClick={() => setOpened(!opened)}
      >
        {t("moreFilters")}
        <IconChevronDown size={18} aria-hidden="true" data-opened={opened || undefined} />
      </UnstyledButton>
      <div id={id} className="c-filter-more" hidden={!opened}>
        {opened && (
          <>
            <NativeSelect
              label={t("kind")}
              value={filter.kind ?? ""}
              onChange={(event) => set({ kind: event.currentTarget.value })}
              data={[
                { value: "", label: t("everything") },
                kind("person"),
                kind("household"),
                kind("company"),
              ]}
            />
            <NativeSelect
              label={t("adviser")}
              value={filter.adviser ?? ""}
              onChange={(event) => set({ adviser: event.currentTarget.value })}
              data={[
                { value: "", label: t("everyone") },
                ...(colleagues.data ?? []).map(({ id: value, name }) => ({ value, label: name })),
              ]}
            />
            <NativeSelect
              label={t("hasAppointment")}
              value={filter.has_appointment ?? ""}
              onChange={(event) => set({ has_appointment: event.currentTarget.value })}
              data={[
                { value: "", label: t("everything") },
                { value: "yes", label: t("yes") },
                { value: "no", label: t("no") },
              ]}
            />
            <NativeSelect
              label={t("birthdayMonth")}
              value={filter.birthday_month ?? ""}
              onChange={(event) => set({ birthday_month: event.currentTarget.value })}
              data={[
                { value: "", label: t("everything") },
                ...Array.from({ length: 12 }, (_, month) => ({
                  value: String(month + 1),
                  label: new Intl.DateTimeFormat(LOCALES[language], { month: "long" }).format(
                    new Date(2026, month, 1),
                  ),
                })),
              ]}
            />
            {Object.entries(TEXT_FILTERS).map(([name, key]) => (
              <Typed
                key={name}
                label={t(key)}
                value={filter[name as FilterName] ?? ""}
                onValue={(value) => set({ [name]: value })}
              />
            ))}
          </>
        )}
      </div>
    </div>
  );
}
