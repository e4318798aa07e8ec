/** What went wrong with a client, in a sentence: the clients' own words first, then those of all pages. */
import { clientRefusal } from "../../i18n/clients";
import { Notice, useLanguage } from "../../ui";
import { refusalOf } from "../api/client";
import { Problem } from "../shell/Problem";

interface ClientProblemProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

export function ClientProblem({ error, onRetry }: ClientProblemProps) {
  const language = useLanguage();
  if (!error) return null;
  const { code, parameters } = refusalOf(error);
  const own = clientRefusal(language, code, parameters);
  if (own === undefined) return <Problem error={error} onRetry={onRetry} />;
  return (
    <Notice kind="danger" live>
      {own}
    </Notice>
  );
}
