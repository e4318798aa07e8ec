/** What an office copies into its own website. */
import type { Language } from "../../i18n";

export interface WidgetChoice {
  readonly origin: string;
  readonly language: Language;
  readonly label: string;
  readonly colour: string;
}

/** Attributes are typed by people: quotes and signs must not break out. */
function attribute(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

export function scriptSnippet({ origin, language, label, colour }: WidgetChoice): string {
  const attributes = [
    `lang="${language}"`,
    ...(label.trim() === "" ? [] : [`label="${attribute(label.trim())}"`]),
    `colour="${attribute(colour)}"`,
  ];
  return `<script src="${origin}/widget.js" async></script>\n<samen-join ${attributes.join(" ")}></samen-join>`;
}

const FORM_WORDS: Readonly<Record<Language, { field: string; button: string }>> = {
  nl: { field: "Sessiecode", button: "Deelnemen" },
  en: { field: "Session code", button: "Join" },
  fr: { field: "Code de session", button: "Participer" },
};

/** For websites that allow no script. */
export function formSnippet({ origin, language, label }: WidgetChoice): string {
  const words = FORM_WORDS[language];
  return [
    `<form action="${origin}/" method="get">`,
    `  <input type="hidden" name="lang" value="${language}">`,
    `  <label>${attribute(label.trim() || words.field)}`,
    '    <input name="code" inputmode="numeric" autocomplete="off" required>',
    "  </label>",
    `  <button>${words.button}</button>`,
    "</form>",
  ].join("\n");
}

export function linkSnippet({ origin, language }: WidgetChoice): string {
  return `${origin}/?lang=${language}`;
}
