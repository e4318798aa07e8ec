/** What can be said of one placed field: whose it is, whether it is needed, what belongs in it. */
import { Button, Checkbox, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import { commonTexts } from "../../i18n/common";
import { signingTexts } from "../../i18n/signing";
import { useT } from "../../ui";
import { KINDS } from "./kinds";
import classes from "./Placer.module.css";
import { nameOfSigner } from "./people";
import type { DraftSigner, Field } from "./types";

interface FieldSettingsProps {
  readonly field: Field;
  readonly signers: readonly DraftSigner[];
  readonly pages: number;
  readonly onChange: (changes: Partial<Field>) => void;
  readonly onCopy: () => void;
  readonly onRemove: () => void;
}

export function FieldSettings({ field, signers, pages, onChange, onCopy, onRemove }: FieldSettingsProps) {
  const t = useT(signingTexts);
  const common = useT(commonTexts);
  const isFilledIn = field.kind === "text" || field.kind === "checkbox";
  return (
    <fieldset className={classes.settings}>
      <legend>{`${t("fieldSettings")}: ${t(KINDS[field.kind].text)}`}</legend>
      {signers.length > 1 && (
        <NativeSelect
          label={t("fieldPeople")}
          value={field.signer_id}
          data={signers.map(({ id }) => ({
            value: id,
            label: nameOfSigner(signers, id, (number) => t("personNumber", { number })),
          }))}
          onChange={(event) => onChange({ signer_id: event.currentTarget.value })}
        />
      )}
      {isFilledIn && (
        <>
          <TextInput
            label={t("fieldLabel")}
            placeholder={t("fieldLabelHint")}
            value={field.label}
            maxLength={120}
            onChange={(event) => onChange({ label: event.currentTarget.value })}
          />
          <Checkbox
            label={t("fieldRequired")}
            checked={field.required}
            onChange={(event) => onChange({ required: event.currentTarget.checked })}
          />
        </>
      )}
      <Group gap="xs">
        {pages > 1 && field.kind !== "checkbox" && (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconCopy size={16} aria-hidden="true" />}
            onClick={onCopy}
          >
            {t("copyToAll")}
          </Button>
        )}
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconTrash size={16} aria-hidden="true" />}
          onClick={onRemove}
        >
          {common("remove")}
        </Button>
      </Group>
    </fieldset>
  );
}
