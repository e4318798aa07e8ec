/** Choosing a client: search as you type, with the keyboard alone, and a new client without leaving. */
import { Button, Combobox, Loader, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconMailOff, IconSearch, IconUserPlus, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { clientsTexts } from "../../i18n/clients";
import { Avatar, useT } from "../../ui";
import { useClientSearch } from "../api/clients";
import { type PartyPerson, useParties } from "../api/crm";
import { QuickClientForm } from "./QuickClientForm";
import "./clients.css";

/** Enough of a client to show whom was chosen. */
export interface PickedClient {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly email_blocked?: boolean;
  /** Who they are, where a picker with `anyCrm` found them. */
  readonly people?: readonly PartyPerson[];
  readonly language?: string;
}

interface ClientPickerProps {
  readonly value: PickedClient | null;
  readonly onPick: (client: PickedClient | null) => void;
  /** Offers "Nieuwe cliënt": a short form in place. */
  readonly allowNew?: boolean;
  readonly label?: ReactNode;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  readonly required?: boolean;
  readonly disabled?: boolean;
  /** Looks in the CRM that the office has chosen, which may be someone else's: for what works with any CRM. */
  readonly anyCrm?: boolean;
  /** Clients that are chosen already elsewhere in the form. */
  readonly except?: readonly string[];
}

const NEW = "new-client";
const MOST = 12;

export function ClientPicker({ value, onPick, allowNew = false, ...field }: ClientPickerProps) {
  const t = useT(clientsTexts);
  const [making, setMaking] = useState<string>();
  if (making !== undefined) {
    return (
      <QuickClientForm
        name={making}
        onCancel={() => setMaking(undefined)}
        onMade={(client) => {
          setMaking(undefined);
          onPick(client);
        }}
      />
    );
  }
  if (value !== null) {
    return (
      <div className="c-picked">
        <span className="a-label">{field.label ?? t("client")}</span>
        <div className="c-picked-card">
          <Avatar name={value.name} size={36} />
          <span className="a-row-words">
            <strong>{value.name}</strong>
            <span>{value.email_blocked ? t("emailBlocked") : value.email}</span>
          </span>
          {!field.disabled && (
            <Button
              variant="subtle"
              size="compact-md"
              onClick={() => onPick(null)}
              aria-label={t("pickClear")}
            >
              <IconX size={18} aria-hidden="true" />
            </Button>
          )}
        </div>
        {field.error && <p className="c-field-error">{field.error}</p>}
      </div>
    );
  }
  return <SearchField {...field} onPick={onPick} onNew={allowNew ? setMaking : undefined} />;
}

interface Hit extends PickedClient {
  readonly caption: string;
}

interface Hits {
  readonly items: readonly Hit[];
  readonly more: boolean;
  readonly foreign: boolean;
  readonly fetching: boolean;
  readonly failed: boolean;
}

function useHits(search: string, enabled: boolean, anyCrm: boolean): Hits {
  const own = useClientSearch(search, enabled && !anyCrm);
  const any = useParties(search, enabled && anyCrm);
  if (anyCrm) {
    const items = any.data?.items ?? [];
    return {
      items: items.slice(0, MOST).map(({ id, name, caption, emails, people = [], language = "" }) => ({
        id,
        name,
        caption,
        email: emails[0] ?? "",
        people,
        language,
      })),
      more: items.length > MOST,
      foreign: any.data?.adapter === "foreign",
      fetching: any.isFetching,
      failed: any.isError,
    };
  }
  return {
    items: own.data?.items ?? [],
    more: (own.data?.found ?? 0) > MOST,
    foreign: false,
    fetching: own.isFetching,
    failed: own.isError,
  };
}

interface SearchFieldProps extends Omit<ClientPickerProps, "value" | "allowNew"> {
  readonly onNew: ((name: string) => void) | undefined;
}

function SearchField({
  onPick,
  onNew,
  label,
  description,
  error,
  required,
  disabled,
  anyCrm = false,
  except = [],
}: SearchFieldProps) {
  const t = useT(clientsTexts);
  const [query, setQuery] = useState("");
  const [settled] = useDebouncedValue(query.trim(), 120);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const answer = useHits(settled, combobox.dropdownOpened || settled !== "", anyCrm);
  const hits = answer.items.filter(({ id }) => !except.includes(id));
  const waiting = answer.fetching || settled !== query.trim();

  const submit = (chosen: string) => {
    if (chosen === NEW) {
      onNew?.(query.trim());
      return;
    }
    const hit = hits.find(({ id }) => id === chosen);
    if (hit === undefined) return;
    onPick({
      id: hit.id,
      name: hit.name,
      email: hit.email,
      email_blocked: hit.email_blocked ?? false,
      ...(hit.people && { people: hit.people }),
      ...(hit.language && { language: hit.language }),
    });
    setQuery("");
    combobox.closeDropdown();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={submit} withinPortal>
      <Combobox.Target>
        <TextInput
          label={label ?? t("client")}
          description={description}
          error={error}
          required={required ?? false}
          disabled={disabled ?? false}
          placeholder={t("pickClient")}
          autoComplete="off"
          leftSection={<IconSearch size={19} aria-hidden="true" />}
          rightSection={
            waiting && combobox.dropdownOpened ? <Loader size="xs" aria-hidden="true" /> : undefined
          }
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah="20rem" style={{ overflowY: "auto" }} aria-label={t("pickClient")}>
          {hits.map((hit) => (
            <Combobox.Option key={hit.id} value={hit.id} className="c-option">
              <Avatar name={hit.name} size={34} />
              <span className="a-row-words">
                <strong>{hit.name}</strong>
                <span>{[hit.caption, hit.email].filter(Boolean).join(" · ")}</span>
              </span>
              {hit.email_blocked && (
                <IconMailOff size={18} className="c-danger" aria-label={t("emailBlocked")} role="img" />
              )}
            </Combobox.Option>
          ))}
          {onNew && !answer.foreign && (
            <Combobox.Option value={NEW} className="c-option c-option-new">
              <IconUserPlus size={20} aria-hidden="true" />
              <span>{query.trim() === "" ? t("pickNewEmpty") : t("pickNew", { name: query.trim() })}</span>
            </Combobox.Option>
          )}
        </Combobox.Options>
        <p className="c-option-note" role="status">
          {answer.failed
            ? t("pickFailed")
            : waiting
              ? ""
              : hits.length === 0
                ? settled === ""
                  ? t("pickHint")
                  : t("pickNone", { query: settled })
                : answer.more
                  ? t("pickMore")
                  : ""}
        </p>
      </Combobox.Dropdown>
    </Combobox>
  );
}
