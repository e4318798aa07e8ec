/** An hour in 24-hour writing, however people type it: the browser's own field follows the browser's language. */
import { TextInput, type TextInputProps } from "@mantine/core";
import { useState } from "react";

/** "9", "9.30", "930", "9u30", "09:30" become "09:30"; undefined for what is no hour. */
export function readTime(typed: string): string | undefined {
  const found = /^(\d{1,2})(?:[:.,hu ]?(\d{2}))?$/.exec(typed.trim().toLowerCase());
  if (!found) return undefined;
  const hours = Number(found[1]);
  const minutes = Number(found[2] ?? 0);
  if (hours > 23 || minutes > 59) return undefined;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

interface TimeFieldProps extends Omit<TextInputProps, "value" | "onChange" | "type"> {
  /** "HH:MM", or "" without one. */
  readonly value: string;
  /** "" while what stands there is no hour. */
  readonly onChange: (time: string) => void;
}

export function TimeField({ value, onChange, ...field }: TimeFieldProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <TextInput
      {...field}
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      placeholder="09:00"
      className={`g-time ${field.className ?? ""}`}
      value={typed ?? value}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(readTime(event.currentTarget.value) ?? "");
      }}
      // Afterwards it stands there as it is written.
      onBlur={() => {
        if (typed === undefined || typed === "" || readTime(typed) !== undefined) setTyped(undefined);
      }}
    />
  );
}
