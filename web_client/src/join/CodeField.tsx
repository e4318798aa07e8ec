/** @jsxImportSource preact */
/** The one field of the join page: groups nine digits by three while they are typed, and takes whole links. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { CODE_LENGTH, codeDigits, editedCode, formatCode } from "../ui/code";

interface CodeFieldProps {
  readonly id: string;
  readonly value: string;
  readonly invalid: boolean;
  readonly describedBy: string;
  readonly onChange: (value: string) => void;
}

export function CodeField({ id, value, invalid, describedBy, onChange }: CodeFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);

  // After the new value is on the screen, else the browser puts the caret at the end.
  useLayoutEffect(() => {
    if (caret.current === null || field.current === null) return;
    if (document.activeElement === field.current) {
      field.current.setSelectionRange(caret.current, caret.current);
    }
    caret.current = null;
  });

  const take = (next: { value: string; caret: number }) => {
    caret.current = next.caret;
    // The same value draws nothing anew, and the typed letter would stay.
    if (field.current) field.current.value = next.value;
    onChange(next.value);
  };

  return (
    <input
      ref={field}
      id={id}
      class="jp-code"
      name="code"
      type="text"
      inputMode="numeric"
      autoComplete="off"
      autoCorrect="off"
      spellcheck={false}
      enterKeyHint="go"
      value={value}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      onInput={(event) => {
        const input = event.currentTarget;
        const type = (event as InputEvent).inputType ?? "";
        take(editedCode(value, input.value, input.selectionStart ?? input.value.length, type));
      }}
      onPaste={(event) => {
        const text = event.clipboardData?.getData("text") ?? "";
        const digits = codeDigits(text);
        // A whole code or link replaces what stands there; a few digits are inserted as usual.
        if (digits.length < CODE_LENGTH && !text.includes("/")) return;
        event.preventDefault();
        const whole = formatCode(digits);
        take({ value: whole, caret: whole.length });
      }}
    />
  );
}
