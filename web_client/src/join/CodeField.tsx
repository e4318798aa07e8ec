/** @jsxImportSource preact */
/** The one field of the join page: groups nine digits by three while they are typed, and takes whole links. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { codeDigits, formatCode } from "../ui/code";

/** Where the caret stands after `digits` digits in a grouped code. */
export function caretAfter(digits: number, value: string): number {
  let seen = 0;
  for (let index = 0; index < value.length; index += 1) {
    if (seen === digits) return index;
    if (value[index] !== " ") seen += 1;
  }
  return value.length;
}

/** The next value and caret after an edit. Deleting the space between groups deletes the digit behind it. */
export function edited(
  before: string,
  typed: string,
  caret: number,
  inputType: string,
): { value: string; caret: number } {
  let digits = codeDigits(typed);
  let left = typed.slice(0, caret).replace(/\D/g, "").length;
  const onlySpaceGone = digits === codeDigits(before) && typed.length < before.length;
  if (onlySpaceGone && inputType === "deleteContentBackward" && left > 0) {
    digits = digits.slice(0, left - 1) + digits.slice(left);
    left -= 1;
  } else if (onlySpaceGone && inputType === "deleteContentForward") {
    digits = digits.slice(0, left) + digits.slice(left + 1);
  }
  const value = formatCode(digits);
  return { value, caret: caretAfter(Math.min(left, digits.length), value) };
}

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
        take(edited(value, input.value, input.selectionStart ?? input.value.length, type));
      }}
      onPaste={(event) => {
        const text = event.clipboardData?.getData("text") ?? "";
        const digits = codeDigits(text);
        // A whole code or link replaces what stands there; a few digits are inserted as usual.
        if (digits.length < 9 && !text.includes("/")) return;
        event.preventDefault();
        const whole = formatCode(digits);
        take({ value: whole, caret: whole.length });
      }}
    />
  );
}
