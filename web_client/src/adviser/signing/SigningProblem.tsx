/** What went wrong with signing, in a sentence. */

import { lookUp } from "../../i18n";
import { documentsTexts } from "../../i18n/documents";
import { Notice, useLanguage } from "../../ui";
import { refusalOf } from "../api/client";
import { Problem } from "../shell/Problem";

/** The words of the signing pages first; then those of all the adviser's pages. */
export function SigningProblem({ error }: { readonly error: unknown }) {
  const language = useLanguage();
  if (!error) return null;
  const { code, parameters } = refusalOf(error);
  const own = lookUp(documentsTexts, language, `refusal_${code}`, parameters);
  if (own === undefined) return <Problem error={error} />;
  return (
    <Notice kind="danger" live>
      {own}
    </Notice>
  );
}
