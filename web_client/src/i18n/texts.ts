/** Typed texts: one catalogue per language, with the Dutch one as the source of keys and placeholders. */

export const LANGUAGES = ["nl", "en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text that depends on a number; `{count}` chooses the form (CLDR: nl, en and fr need these two). */
export interface Plural {
  readonly one: string;
  readonly other: string;
}

export type Catalogue = Readonly<Record<string, string | Plural>>;

/** The shape `en.ts` and `fr.ts` must have: every key of `nl.ts`, plural where it is plural. */
export type SameKeys<Source extends Catalogue> = {
  readonly [Key in keyof Source]: Source[Key] extends string ? string : Plural;
};

export interface Texts<Source extends Catalogue> {
  readonly nl: Source;
  readonly en: SameKeys<Source>;
  readonly fr: SameKeys<Source>;
}

type Placeholders<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type Needs<Text> = Text extends string
  ? Placeholders<Text>
  : Text extends Plural
    ? Placeholders<Text["one"]> | Placeholders<Text["other"]> | "count"
    : never;

type Arguments<Text> = [Needs<Text>] extends [never]
  ? []
  : [parameters: { readonly [Name in Needs<Text>]: Name extends "count" ? number : string | number }];

/** `t("key")`, or `t("key", { name })` where the Dutch text holds `{name}`: the compiler insists on it. */
export type Translate<Source extends Catalogue> = <Key extends keyof Source & string>(
  key: Key,
  ...parameters: Arguments<Source[Key]>
) => string;

/** Holds the three catalogues of one area together; call it once per area, in `i18n/<area>/index.ts`. */
export function defineTexts<const Source extends Catalogue>(texts: {
  readonly nl: Source;
  readonly en: SameKeys<Source>;
  readonly fr: SameKeys<Source>;
}): Texts<Source> {
  return texts;
}

/** The BCP 47 tag for Intl: English is written the European way (23 November, 14:05). */
export const LOCALES: Readonly<Record<Language, string>> = { nl: "nl-NL", en: "en-GB", fr: "fr-FR" };

function fill(
  language: Language,
  text: string | Plural,
  parameters: Record<string, string | number>,
): string {
  let form: string;
  if (typeof text === "string") {
    form = text;
  } else {
    const rule = new Intl.PluralRules(LOCALES[language]).select(Number(parameters.count));
    form = rule === "one" ? text.one : text.other;
  }
  return form.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = parameters[name];
    if (value === undefined) return placeholder;
    return typeof value === "number" ? new Intl.NumberFormat(LOCALES[language]).format(value) : value;
  });
}

const translators = new WeakMap<object, Map<Language, unknown>>();

/** The translate function of one area in one language (the same function every time, so hooks stay quiet). */
export function translator<Source extends Catalogue>(
  texts: Texts<Source>,
  language: Language,
): Translate<Source> {
  const known = translators.get(texts) ?? new Map<Language, unknown>();
  translators.set(texts, known);
  const made = known.get(language) as Translate<Source> | undefined;
  if (made !== undefined) return made;
  const catalogue: Catalogue = texts[language];
  const translate: Translate<Source> = (key, ...parameters) =>
    fill(language, catalogue[key] ?? key, parameters[0] ?? {});
  known.set(language, translate);
  return translate;
}

/** The text of a key that is only known at run time (a server's refusal code), or undefined without one. */
export function lookUp<Source extends Catalogue>(
  texts: Texts<Source>,
  language: Language,
  key: string,
  parameters: Record<string, string | number> = {},
): string | undefined {
  const catalogue: Catalogue = texts[language];
  if (!Object.hasOwn(catalogue, key)) return undefined;
  const text = catalogue[key];
  return text === undefined ? undefined : fill(language, text, parameters);
}
