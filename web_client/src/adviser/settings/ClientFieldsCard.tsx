/** The fields that an office adds to its clients, in their order. */
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Modal,
  NativeSelect,
  TagsInput,
  TextInput,
} from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { clientsTexts } from "../../i18n/clients";
import { announce, Panel, useT } from "../../ui";
import { useAddField, useChangeField, useClientFields, useDropField } from "../api/clientParts";
import type { ClientField, FieldKind } from "../api/clients";
import { ClientProblem } from "../clients/ClientProblem";
import { Loaded } from "../shell/Problem";
import { EditableRow } from "./EditableRow";

const KINDS = {
  text: "fieldText",
  number: "fieldNumber",
  date: "fieldDate",
  choice: "fieldChoice",
  yes_no: "fieldYesNo",
  url: "fieldUrl",
} as const satisfies Record<FieldKind, string>;

export function ClientFieldsCard() {
  const t = useT(clientsTexts);
  const fields = useClientFields();
  const [open, setOpen] = useState<ClientField | "new">();
  return (
    <Panel
      title={t("ownFields")}
      flush
      action={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          onClick={() => setOpen("new")}
        >
          {t("newField")}
        </Button>
      }
    >
      <Loaded query={fields} lines={3}>
        {(list) =>
          list.length === 0 ? (
            <p className="a-inset a-quiet">{t("noFields")}</p>
          ) : (
            <ul className="a-rows">
              {list.map((field, at) => (
                <FieldRow
                  key={field.id}
                  field={field}
                  before={list[at - 1]}
                  after={list[at + 1]}
                  onEdit={() => setOpen(field)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {open !== undefined && (
        <FieldDialog field={open === "new" ? undefined : open} onClose={() => setOpen(undefined)} />
      )}
    </Panel>
  );
}

interface FieldRowProps {
  readonly field: ClientField;
  readonly before: ClientField | undefined;
  readonly after: ClientField | undefined;
  readonly onEdit: () => void;
}

function FieldRow({ field, before, after, onEdit }: FieldRowProps) {
  const t = useT(clientsTexts);
  const change = useChangeField();
  const drop = useDropField();
  const swap = async (other: ClientField) => {
    // Positions may be equal after an import of settings: then one of them moves aside.
    const [mine, theirs] =
      field.position === other.position
        ? [other.position + (other === after ? 1 : 0), other.position + (other === after ? 0 : 1)]
        : [other.position, field.position];
    await change.mutateAsync({ field, change: { position: mine } });
    await change.mutateAsync({ field: other, change: { position: theirs } });
    announce(t("fieldMoved", { label: field.label }));
  };
  const details = [
    t(KINDS[field.kind]),
    field.kind === "choice" ? field.choices.join(", ") : "",
    field.facet ? t("fieldFacet") : "",
  ].filter(Boolean);
  return (
    <EditableRow
      name={field.label}
      quiet
      editLabel={t("fieldEdit", { label: field.label })}
      onEdit={onEdit}
      error={change.error ?? drop.error}
      dropping={{
        label: t("fieldDrop", { label: field.label }),
        ask: t("dropFieldAsk", { label: field.label }),
        text: t("dropFieldText"),
        done: t("fieldDropped", { label: field.label }),
        busy: drop.isPending,
        drop: (then) => drop.mutate(field, then),
      }}
      actions={
        <>
          <ActionIcon
            aria-label={t("fieldUp", { label: field.label })}
            disabled={before === undefined || change.isPending}
            onClick={() => before && void swap(before).catch(() => undefined)}
          >
            <IconArrowUp size={19} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon
            aria-label={t("fieldDown", { label: field.label })}
            disabled={after === undefined || change.isPending}
            onClick={() => after && void swap(after).catch(() => undefined)}
          >
            <IconArrowDown size={19} aria-hidden="true" />
          </ActionIcon>
        </>
      }
    >
      {details.join(" · ")}
    </EditableRow>
  );
}

interface FieldDialogProps {
  readonly field: ClientField | undefined;
  readonly onClose: () => void;
}

function FieldDialog({ field, onClose }: FieldDialogProps) {
  const t = useT(clientsTexts);
  const add = useAddField();
  const change = useChangeField();
  const [label, setLabel] = useState(field?.label ?? "");
  const [kind, setKind] = useState<FieldKind>(field?.kind ?? "text");
  const [choices, setChoices] = useState<string[]>([...(field?.choices ?? [])]);
  const [facet, setFacet] = useState(field?.facet ?? true);
  const [tried, setTried] = useState(false);
  const noLabel = label.trim() === "";
  const noChoices = kind === "choice" && choices.length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (noLabel || noChoices) return;
    const told = { label: label.trim(), facet, choices: kind === "choice" ? choices : [] };
    const done = { onSuccess: onClose };
    if (field === undefined) add.mutate({ ...told, kind }, done);
    else change.mutate({ field, change: told }, done);
  };
  return (
    <Modal opened onClose={onClose} title={field === undefined ? t("newField") : field.label} size="30rem">
      <form className="a-fields" onSubmit={submit} noValidate>
        <TextInput
          label={t("fieldLabel")}
          description={t("fieldLabelHint")}
          value={label}
          error={tried && noLabel ? t("nameNeeded") : undefined}
          onChange={(event) => setLabel(event.currentTarget.value)}
          maxLength={120}
          data-autofocus
        />
        <NativeSelect
          label={t("fieldKind")}
          description={field === undefined ? undefined : t("fieldKindStays")}
          disabled={field !== undefined}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as FieldKind)}
          data={Object.entries(KINDS).map(([value, key]) => ({ value, label: t(key) }))}
        />
        {kind === "choice" && (
          <TagsInput
            label={t("fieldChoices")}
            description={t("fieldChoicesHint")}
            value={choices}
            onChange={setChoices}
            error={tried && noChoices ? t("fieldChoicesNeeded") : undefined}
            acceptValueOnBlur
          />
        )}
        <Checkbox
          label={t("fieldFacetLong")}
          checked={facet}
          onChange={(event) => setFacet(event.currentTarget.checked)}
        />
        <ClientProblem error={add.error ?? change.error} />
        <Group gap="xs">
          <Button type="submit" loading={add.isPending || change.isPending}>
            {t("save")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
