/** What went wrong with an import, in a sentence. */
import { importRefusal } from "../../../i18n/imports";
import { Notice, useLanguage } from "../../../ui";
import { refusalOf } from "../../api/client";
import { ClientProblem } from "../ClientProblem";

export function ImportProblem({ error }: { readonly error: unknown }) {
  const language = useLanguage();
  if (!error) return null;
  const own = importRefusal(language, refusalOf(error).code);
  if (own === undefined) return <ClientProblem error={error} />;
  return (
    <Notice kind="danger" live>
      {own}
    </Notice>
  );
}
