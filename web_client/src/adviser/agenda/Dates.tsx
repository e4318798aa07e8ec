/** Date fields in the page's language, with weeks that begin on Monday. */
import { DatesProvider } from "@mantine/dates";
import "@mantine/dates/styles.css";
import "dayjs/locale/en-gb";
import "dayjs/locale/fr";
import "dayjs/locale/nl";
import type { ReactNode } from "react";
import { useLanguage } from "../../ui";

export const DAYJS = { nl: "nl", en: "en-gb", fr: "fr" } as const;

export function Dates({ children }: { readonly children: ReactNode }) {
  const language = useLanguage();
  return (
    <DatesProvider settings={{ locale: DAYJS[language], firstDayOfWeek: 1, weekendDays: [] }}>
      {children}
    </DatesProvider>
  );
}
