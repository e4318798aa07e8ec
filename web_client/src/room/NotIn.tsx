/** Nobody we know, or no way to reach the server: what to do next. */
import { Button } from "@mantine/core";
import { useEffect } from "react";
import { MessagePage } from "../features/connection/MessagePage";
import { refusal } from "../i18n";
import { commonTexts } from "../i18n/common";
import { roomTexts } from "../i18n/room";
import { type Office, useLanguage, useT } from "../ui";

/** For pages before any office is known. */
const NO_OFFICE: Office = { name: "Samen" };

interface NotInProps {
  readonly code: string;
  readonly onRetry: () => void;
}

/** Codes that mean: nobody we know. */
const UNKNOWN_PERSON: ReadonlySet<string> = new Set([
  "not_signed_in",
  "forbidden",
  "not_found",
  "ticket_unknown",
]);

export function NotIn({ code, onRetry }: NotInProps) {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const language = useLanguage();
  const here = `${window.location.pathname}${window.location.search}`;
  useEffect(() => {
    document.title = `${t("roomTitle")} · Samen`;
  }, [t]);
  if (UNKNOWN_PERSON.has(code)) {
    return (
      <MessagePage
        office={NO_OFFICE}
        title={t("entranceTitle")}
        text={t("entranceText")}
        actions={
          <>
            <Button size="xl" component="a" href="/">
              {t("entranceCode")}
            </Button>
            <Button
              size="xl"
              variant="default"
              component="a"
              href={`/adviser?next=${encodeURIComponent(here)}`}
            >
              {t("entranceSignIn")}
            </Button>
          </>
        }
      />
    );
  }
  const retry = code === "unreachable" || code === "internal";
  return (
    <MessagePage
      office={NO_OFFICE}
      title={t("entranceFailed")}
      text={refusal(language, code === "unreachable" ? "offline" : code, roomTexts)}
      actions={
        retry ? (
          <Button size="xl" onClick={onRetry}>
            {common("retry")}
          </Button>
        ) : (
          <Button size="xl" component="a" href="/">
            {t("entranceCode")}
          </Button>
        )
      }
    />
  );
}
