/** When a page breaks or the server is away: a sentence and a way on, never a white page. */
import { Button } from "@mantine/core";
import { IconPlugConnectedX, IconRefresh } from "@tabler/icons-react";
import { isRouteErrorResponse, useRouteError } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { EmptyState, useT } from "../../ui";
import { useTitle } from "./PageTitle";
import { useSentence } from "./Problem";

interface UnreachableProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

export function Unreachable({ error, onRetry }: UnreachableProps) {
  const t = useT(adviserTexts);
  const sentence = useSentence();
  useTitle(t("unreachable"));
  return (
    <main className="a-alone">
      <EmptyState
        headingLevel={2}
        icon={<IconPlugConnectedX size={34} stroke={1.6} />}
        title={t("unreachable")}
        actions={
          <Button leftSection={<IconRefresh size={19} />} onClick={onRetry}>
            {t("tryAgain")}
          </Button>
        }
      >
        {sentence(error)}
      </EmptyState>
    </main>
  );
}

/** React Router's error element. A part of the client that no longer exists means: there is a newer version. */
export function Crash() {
  const t = useT(adviserTexts);
  const error = useRouteError();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  const outdated = error instanceof TypeError && /import|module/i.test(error.message);
  const title = missing ? t("notFoundTitle") : outdated ? t("outdatedTitle") : t("crashTitle");
  useTitle(title);
  return (
    <main className="a-alone">
      <EmptyState
        headingLevel={2}
        icon={<IconPlugConnectedX size={34} stroke={1.6} />}
        title={title}
        actions={
          missing ? (
            <Button component="a" href="/adviser">
              {t("toDashboard")}
            </Button>
          ) : (
            <Button leftSection={<IconRefresh size={19} />} onClick={() => window.location.reload()}>
              {t("reloadPage")}
            </Button>
          )
        }
      >
        {missing ? t("notFoundText") : outdated ? t("outdatedText") : t("crashText")}
      </EmptyState>
    </main>
  );
}
