/** Services in words: how they take place, how long, what they cost. */
import { type Language, LOCALES } from "../../i18n";
import type { nl } from "../../i18n/agenda/nl";
import type { Translate } from "../../i18n/texts";
import type { ServiceKind } from "../api/agenda";

type Words = Translate<typeof nl>;

export const KIND_WORDS = {
  video: "kindVideo",
  office: "kindOffice",
  phone: "kindPhone",
  visit: "kindVisit",
} as const satisfies Record<ServiceKind, keyof typeof nl>;

/** "45 minuten", "1 uur", "1 uur 30" */
export function minutesInWords(minutes: number, t: Words): string {
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (whole === 0) return t("minutes", { count: minutes });
  return rest === 0 ? t("hours", { count: whole }) : t("hoursMinutes", { count: whole, rest });
}

/** "€ 25,00", or "" without a price. */
export function priceOf(
  { price_cents, currency }: { readonly price_cents: number | null; readonly currency: string },
  language: Language,
): string {
  if (!price_cents) return "";
  return new Intl.NumberFormat(LOCALES[language], {
    style: "currency",
    currency,
    // Whole amounts are read faster without their cents.
    minimumFractionDigits: price_cents % 100 === 0 ? 0 : 2,
  }).format(price_cents / 100);
}

/** "24 uur", "2 dagen", "1 uur": how long before the beginning. */
export function beforeInWords(minutes: number, t: Words): string {
  if (minutes % 1440 === 0) return t("days", { count: minutes / 1440 });
  return minutesInWords(minutes, t);
}
