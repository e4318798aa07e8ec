/** When a page breaks or the server is away: a sentence and a way on, never a white page. */
import { Button } from "@mantine/core";
import { IconPlugConnectedX, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { isRouteErrorResponse, useRouteError } from "react-router";
import { refusal } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { useLanguage, useT } from "../../ui";
import { useTitle } from "./PageTitle";
import { useSentence } from "./Problem";

interface UnreachableProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

export function Unreachable({ error, onRetry }: UnreachableProps) {
  const t = useT(adviserTexts);
  const sentence = useSentence();
  return (
    <Alone title={t("unreachable")} text={sentence(error)}>
      <Button leftSection={<IconRefresh size={19} aria-hidden="true" />} onClick={onRetry}>
        {t("tryAgain")}
      </Button>
    </Alone>
  );
}

interface AloneProps {
  readonly title: string;
  readonly text: string;
  /** The way on. */
  readonly children: ReactNode;
}

/** A page with nothing but what is the matter. */
function Alone({ title, text, children }: AloneProps) {
  useTitle(title);
  return (
    <main className="a-alone s-empty">
      <div className="s-empty-picture" aria-hidden="true">
        <IconPlugConnectedX size={34} stroke={1.6} />
      </div>
      <h1 className="s-empty-title">{title}</h1>
      <p className="s-empty-text">{text}</p>
      <div className="s-empty-actions">{children}</div>
    </main>
  );
}

type Reason = "missing" | "offline" | "outdated" | "broken";

/** Why a page could not be shown. */
export function reasonOf(error: unknown, online: boolean): Reason {
  if (isRouteErrorResponse(error) && error.status === 404) return "missing";
  // Parts of the client are fetched when they are needed; after an upgrade the old ones are gone.
  const part = error instanceof TypeError && /import|module|fetch/i.test(error.message);
  if (part) return online ? "outdated" : "offline";
  return "broken";
}

/** React Router's error element. */
export function Crash() {
  const t = useT(adviserTexts);
  const language = useLanguage();
  const reason = reasonOf(useRouteError(), navigator.onLine);
  const words = {
    missing: [t("notFoundTitle"), t("notFoundText")],
    offline: [t("unreachable"), refusal(language, "offline")],
    outdated: [t("outdatedTitle"), t("outdatedText")],
    broken: [t("crashTitle"), t("crashText")],
  } as const satisfies Record<Reason, readonly [string, string]>;
  const [title, text] = words[reason];
  return (
    <Alone title={title} text={text}>
      {reason === "missing" ? (
        <Button component="a" href="/adviser">
          {t("toDashboard")}
        </Button>
      ) : (
        <Button
          leftSection={<IconRefresh size={19} aria-hidden="true" />}
          onClick={() => window.location.reload()}
        >
          {t("reloadPage")}
        </Button>
      )}
    </Alone>
  );
}
