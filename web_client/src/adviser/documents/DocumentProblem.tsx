/** What went wrong with a document, in a sentence: the documents' own words first, then those of clients and signing. */
import { lookUp } from "../../i18n";
import { documentsTexts } from "../../i18n/documents";
import { paperRefusal } from "../../i18n/documents-crm";
import { Notice, useLanguage } from "../../ui";
import { refusalOf } from "../api/client";
import { ClientProblem } from "../clients/ClientProblem";

export function DocumentProblem({ error }: { readonly error: unknown }) {
  const language = useLanguage();
  if (!error) return null;
  const { code, parameters } = refusalOf(error);
  const own =
    paperRefusal(language, code, parameters) ??
    lookUp(documentsTexts, language, `refusal_${code}`, parameters);
  if (own === undefined) return <ClientProblem error={error} />;
  return (
    <Notice kind="danger" live>
      {own}
    </Notice>
  );
}
