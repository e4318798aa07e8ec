/** One field that the office made itself. */
import { NativeSelect, TextInput } from "@mantine/core";
import { clientsTexts } from "../../i18n/clients";
import { useT } from "../../ui";
import type { ClientField, FieldValue } from "../api/clients";

interface OwnFieldInputProps {
  readonly field: ClientField;
  readonly value: FieldValue | undefined;
  readonly error: string | undefined;
  /** Undefined: not known. */
  readonly onValue: (value: FieldValue | undefined) => void;
}

export function OwnFieldInput({ field, value, error, onValue }: OwnFieldInputProps) {
  const t = useT(clientsTexts);
  const name = `fields.${field.key}`;
  if (field.kind === "yes_no") {
    return (
      <NativeSelect
        name={name}
        label={field.label}
        error={error}
        value={value === undefined ? "" : String(value)}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onValue(chosen === "" ? undefined : chosen === "true");
        }}
        data={[
          { value: "", label: t("notKnown") },
          { value: "true", label: t("yes") },
          { value: "false", label: t("no") },
        ]}
      />
    );
  }
  if (field.kind === "choice") {
    const choices = field.choices.map((choice) => ({ value: choice, label: choice }));
    // A choice that was taken away since stays, until another is chosen.
    const gone = typeof value === "string" && value !== "" && !field.choices.includes(value);
    return (
      <NativeSelect
        name={name}
        label={field.label}
        error={error}
        value={value === undefined ? "" : String(value)}
        onChange={(event) =>
          onValue(event.currentTarget.value === "" ? undefined : event.currentTarget.value)
        }
        data={[
          { value: "", label: t("notKnown") },
          ...(gone ? [{ value: String(value), label: String(value) }] : []),
          ...choices,
        ]}
      />
    );
  }
  const types = { number: "text", date: "date", url: "url", text: "text" } as const;
  return (
    <TextInput
      name={name}
      label={field.label}
      type={types[field.kind]}
      inputMode={field.kind === "number" ? "decimal" : undefined}
      error={error}
      value={value === undefined ? "" : String(value)}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        onValue(typed === "" ? undefined : typed);
      }}
      maxLength={2000}
      autoComplete="off"
    />
  );
}
