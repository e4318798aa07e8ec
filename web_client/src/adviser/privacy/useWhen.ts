/** Days and times in the reader's language. */
import { LOCALES } from "../../i18n";
import { useLanguage } from "../../ui";

export function useWhen(
  style: Intl.DateTimeFormatOptions = { dateStyle: "medium" },
): (iso: string) => string {
  const language = useLanguage();
  const format = new Intl.DateTimeFormat(LOCALES[language], style);
  // A bare day is a day here, not midnight in Greenwich.
  return (iso) => format.format(new Date(iso.length === 10 ? `${iso}T12:00:00` : iso));
}
