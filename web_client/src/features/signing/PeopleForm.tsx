/** Who signs: a name and a checked e-mail address each, their language, and in which order. */
import { ActionIcon, Autocomplete, Button, NativeSelect, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash, IconUserPlus } from "@tabler/icons-react";
import { useId, useRef, useState } from "react";
import { signingTexts } from "../../i18n/signing";
import { LANGUAGES, type Language } from "../../i18n/texts";
import { announce, useLanguage, useT } from "../../ui";
import { LANGUAGE_NAMES } from "../../ui/languageNames";
import { afterPress } from "./afterPress";
import { colourOf } from "./colours";
import classes from "./People.module.css";
import { MOST_SIGNERS, movedTo, newSigner, type PersonTrouble, troubles } from "./people";
import type { PeopleFormProps } from "./props";
import type { DraftSigner, Order } from "./types";

const ORDERS: readonly Order[] = ["parallel", "sequential"];

export function PeopleForm({
  signers,
  onChange,
  order,
  onOrder,
  strict = false,
  screens,
  suggestions = [],
  most = MOST_SIGNERS,
  note,
}: PeopleFormProps) {
  const t = useT(signingTexts);
  const language = useLanguage();
  const list = useRef<HTMLOListElement>(null);
  const group = useId();
  const found = troubles(signers);
  const drag = useDrag(list, (from, to) => move(from, to));

  const change = (id: string, changes: Partial<DraftSigner>) =>
    onChange(signers.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  const move = (from: number, to: number) => {
    const next = movedTo(signers, from, to);
    if (next === signers) return;
    onChange(next);
    const one = signers[from];
    if (one)
      announce(t("moved", { name: one.name || t("personNumber", { number: from + 1 }), number: to + 1 }));
  };
  const add = () => {
    const added = newSigner(signers, { language });
    onChange([...signers, added]);
    // Whoever adds somebody goes on with their name.
    window.setTimeout(() => list.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  const remove = (index: number) => {
    onChange(signers.filter((_, at) => at !== index));
    window.setTimeout(() => {
      const next = list.current?.children[Math.min(index, signers.length - 2)];
      next?.querySelector<HTMLInputElement>("input")?.focus();
    });
  };

  return (
    <div>
      <ol ref={list} className={classes.people} aria-label={t("people")}>
        {signers.map((signer, index) => (
          <Person
            key={signer.id}
            signer={signer}
            index={index}
            total={signers.length}
            ordered={order === "sequential"}
            trouble={found[signer.id]}
            strict={strict}
            screens={screens}
            suggestions={suggestions}
            note={note}
            drag={drag}
            onChange={(changes) => change(signer.id, changes)}
            onMove={(by) => move(index, index + by)}
            onRemove={() => remove(index)}
          />
        ))}
      </ol>
      {signers.length < most ? (
        <Button
          className={classes.add}
          variant="default"
          leftSection={<IconUserPlus size={18} aria-hidden="true" />}
          onClick={add}
        >
          {t("addPerson")}
        </Button>
      ) : (
        <p role="status">{t("tooManyPeople", { most })}</p>
      )}
      {signers.length > 1 && (
        <fieldset className={classes.orders}>
          <legend>{t("order")}</legend>
          {ORDERS.map((each) => (
            <label key={each} className={classes.choice}>
              <input
                type="radio"
                name={group}
                value={each}
                checked={order === each}
                onChange={() => onOrder(each)}
              />
              <span>
                <strong>{t(each === "parallel" ? "orderParallel" : "orderSequential")}</strong>
                <span>{t(each === "parallel" ? "orderParallelText" : "orderSequentialText")}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}

interface PersonProps {
  readonly signer: DraftSigner;
  readonly index: number;
  readonly total: number;
  readonly ordered: boolean;
  readonly trouble: PersonTrouble | undefined;
  readonly strict: boolean;
  readonly screens: PeopleFormProps["screens"];
  readonly suggestions: NonNullable<PeopleFormProps["suggestions"]>;
  readonly note: PeopleFormProps["note"];
  readonly drag: ReturnType<typeof useDrag>;
  readonly onChange: (changes: Partial<DraftSigner>) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onRemove: () => void;
}

function Person(props: PersonProps) {
  const { signer, index, total, ordered, drag, onMove, onRemove } = props;
  const t = useT(signingTexts);
  const name = signer.name.trim() || t("personNumber", { number: index + 1 });
  return (
    <li
      className={classes.person}
      style={colourOf(signer.colour)}
      data-dragged={drag.from === index || undefined}
      data-over={(drag.over === index && drag.from !== index) || undefined}
    >
      <div className={classes.order}>
        <span className={classes.number} aria-hidden="true">
          {index + 1}
        </span>
        {ordered && total > 1 && (
          // A handle for the mouse and the finger; the arrows beside it do the same.
          <span className={classes.grip} aria-hidden="true" {...drag.handle(index)}>
            <IconGripVertical size={20} />
          </span>
        )}
      </div>
      <PersonFields {...props} />
      <div className={classes.buttons}>
        {ordered && total > 1 && (
          <>
            <ActionIcon aria-label={t("moveUp", { name })} disabled={index === 0} onClick={() => onMove(-1)}>
              <IconArrowUp size={18} />
            </ActionIcon>
            <ActionIcon
              aria-label={t("moveDown", { name })}
              disabled={index === total - 1}
              onClick={() => onMove(1)}
            >
              <IconArrowDown size={18} />
            </ActionIcon>
          </>
        )}
        {total > 1 && (
          <ActionIcon
            aria-label={
              signer.name.trim() ? t("removePerson", { name }) : t("removeNameless", { number: index + 1 })
            }
            onClick={onRemove}
          >
            <IconTrash size={18} />
          </ActionIcon>
        )}
      </div>
    </li>
  );
}

function PersonFields(props: PersonProps) {
  const { signer, index, trouble, strict, screens, suggestions, note, onChange } = props;
  const t = useT(signingTexts);
  // Nobody is told off before they have finished typing.
  const [left, setLeft] = useState<{ name?: true; email?: true }>({});
  const nameTrouble = (strict || left.name) && trouble?.name;
  const emailTrouble = (strict || left.email) && trouble?.email;
  const choose = (name: string) => {
    const known = suggestions.find((one) => one.name === name);
    onChange(known && signer.email.trim() === "" ? { name, email: known.email } : { name });
  };
  return (
    <fieldset className={classes.fields}>
      <legend className="s-hidden">{t("personNumber", { number: index + 1 })}</legend>
      <Autocomplete
        label={t("personName")}
        size="md"
        value={signer.name}
        maxLength={120}
        autoComplete="off"
        data={[...new Set(suggestions.map(({ name }) => name))]}
        error={nameTrouble && t(nameTrouble)}
        required
        withAsterisk={false}
        onChange={choose}
        onBlur={() => afterPress(() => setLeft((before) => ({ ...before, name: true })))}
      />
      <TextInput
        label={t("personEmail")}
        type="email"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={signer.email}
        maxLength={254}
        error={emailTrouble && t(emailTrouble)}
        required
        withAsterisk={false}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
        onBlur={() => afterPress(() => setLeft((before) => ({ ...before, email: true })))}
      />
      <NativeSelect
        label={t("personLanguage")}
        value={signer.language}
        data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
        onChange={(event) => onChange({ language: event.currentTarget.value as Language })}
      />
      {screens && (
        <NativeSelect
          label={t("personScreen")}
          value={signer.participant_id ?? ""}
          data={[
            ...screens.map(({ id, name }) => ({ value: id, label: name })),
            { value: "", label: t("screenLater") },
          ]}
          onChange={(event) => onChange({ participant_id: event.currentTarget.value || null })}
        />
      )}
      {note?.(signer)}
    </fieldset>
  );
}

/** Rows by their handle: what is under the pointer when it is let go is where the row goes. */
function useDrag(list: React.RefObject<HTMLOListElement | null>, onMove: (from: number, to: number) => void) {
  const [state, setState] = useState<{ from: number; over: number } | null>(null);
  const rowAt = (y: number): number => {
    const rows = [...(list.current?.children ?? [])];
    const found = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
    return found === -1 ? rows.length - 1 : found;
  };
  return {
    from: state?.from ?? -1,
    over: state?.over ?? -1,
    handle: (index: number) => ({
      onPointerDown: (event: React.PointerEvent) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setState({ from: index, over: index });
      },
      onPointerMove: (event: React.PointerEvent) => {
        if (state) setState({ ...state, over: rowAt(event.clientY) });
      },
      onPointerUp: () => {
        if (state) onMove(state.from, state.over);
        setState(null);
      },
      onPointerCancel: () => setState(null),
    }),
  };
}
