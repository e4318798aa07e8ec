/**
 * Texts in three languages, without a framework.
 *
 * One folder per area (`common`, `join`, `room`, `adviser`, `help`), each with `nl.ts`, `en.ts`, `fr.ts` and `index.ts`:
 *
 *     // room/nl.ts: the source of keys and placeholders; flat keys, camelCase
 *     export const nl = {
 *       leave: "Sessie verlaten",
 *       sharing: "{name} deelt het scherm.",
 *       unread: { one: "{count} nieuw bericht", other: "{count} nieuwe berichten" },
 *     } as const;
 *     // room/en.ts: a missing or extra key is a compile error
 *     export const en: SameKeys<typeof nl> = { ... };
 *     // room/index.ts
 *     export const roomTexts = defineTexts({ nl, en, fr });
 *
 * In React `const t = useT(roomTexts)` (from `../ui`), in Preact the same from `i18n/preact`; then `t("leave")`,
 * `t("sharing", { name })`, `t("unread", { count: 2 })`. Outside components: `translator(roomTexts, getLanguage())`.
 * Words that every area uses (Close, Cancel, Try again, general refusals) are `commonTexts`. For a server's refusal
 * code: `refusal(language, code, roomTexts)` looks for the key `refusal_<code>` there, then in `commonTexts`.
 * Numbers given as parameters are written in the language's way; dates, sizes and lists by the functions of `format`.
 *
 * Each entry calls `startLanguage()` before it draws. `?lang=` wins, then the stored choice, then the account
 * (`offerAccountLanguage`), then the browser, then the office (`offerOfficeLanguage`). `<html lang>` follows.
 * A test compares keys and placeholders of every folder here, so a new area needs no test of its own.
 */
export { commonTexts, refusal } from "./common";
export {
  formatBytes,
  formatClock,
  formatDay,
  formatList,
  formatShortDay,
  formatTime,
} from "./format";
export {
  chooseLanguage,
  getLanguage,
  isLanguage,
  offerAccountLanguage,
  offerOfficeLanguage,
  startLanguage,
  subscribeLanguage,
} from "./language";
export {
  type Catalogue,
  defineTexts,
  LANGUAGES,
  type Language,
  LOCALES,
  lookUp,
  type Plural,
  type SameKeys,
  type Texts,
  type Translate,
  translator,
} from "./texts";
