/** A line or some lines of text that may hold tags. */
import { Textarea, TextInput } from "@mantine/core";
import { useRef } from "react";
import { useInsertTarget } from "./Inserting";

interface TagFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly lines?: boolean;
  readonly most?: number;
  readonly error?: string | undefined;
  readonly description?: string;
}

export function TagField({ label, value, onChange, lines = false, most = 2000, ...more }: TagFieldProps) {
  const { aim } = useInsertTarget();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const now = useRef({ value, onChange });
  now.current = { value, onChange };
  const insert = (text: string) => {
    const input = field.current;
    const { value: before, onChange: change } = now.current;
    const from = input?.selectionStart ?? before.length;
    const to = input?.selectionEnd ?? from;
    change(before.slice(0, from) + text + before.slice(to));
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  const common = {
    ref: field,
    label,
    value,
    maxLength: most,
    onFocus: () => aim(insert),
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange(event.currentTarget.value),
    ...more,
  };
  return lines ? <Textarea {...common} autosize minRows={2} /> : <TextInput {...common} />;
}
