/** Session codes: nine digits, shown as `482 917 356`, accepted however people type or paste them. */

export const CODE_LENGTH = 9;

// A whole link may be pasted; its port and session ids must not be read as digits of the code.
const LINK = /^(?:https?:\/\/|www\.)\S+$|^[\w.-]+\.[a-z]{2,}\/\S*$/i;

function codeOfLink(text: string): string {
  const withScheme = /^https?:/i.test(text) ? text : `https://${text}`;
  try {
    const address = new URL(withScheme);
    const asked = address.searchParams.get("code");
    const last = address.pathname.split("/").filter(Boolean).at(-1) ?? "";
    return digitsOf(decodeURIComponent(asked ?? last));
  } catch {
    return "";
  }
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "").slice(0, CODE_LENGTH);
}

/** The digits of what was typed or pasted, at most nine: spaces, dashes, dots, words and whole links are fine. */
export function codeDigits(text: string): string {
  const trimmed = text.trim();
  return LINK.test(trimmed) ? codeOfLink(trimmed) : digitsOf(trimmed);
}

/** The nine digits, or undefined while there are fewer. */
export function parseCode(text: string): string | undefined {
  const digits = codeDigits(text);
  return digits.length === CODE_LENGTH ? digits : undefined;
}

/** `482917356` or part of it -> `482 917 356`. */
export function formatCode(text: string): string {
  return codeDigits(text).replace(/(\d{3})(?=\d)/g, "$1 ");
}

/** Digit by digit, so that a screen reader does not say "four hundred eighty-two". */
export function spellCode(text: string): string {
  return codeDigits(text).split("").join(" ");
}

/** Where the caret stands after `digits` digits in a grouped code. */
function caretAfter(digits: number, value: string): number {
  let seen = 0;
  for (let index = 0; index < value.length; index += 1) {
    if (seen === digits) return index;
    if (value[index] !== " ") seen += 1;
  }
  return value.length;
}

/** The next value and caret after an edit. Deleting the space between groups deletes the digit behind it. */
export function editedCode(
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
