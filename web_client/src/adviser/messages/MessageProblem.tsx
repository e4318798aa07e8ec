/** What went wrong with a message, in a sentence; an unknown tag with the one that was probably meant. */
import { lookUp } from "../../i18n";
import { messagesTexts } from "../../i18n/messages";
import { Notice, useLanguage, useT } from "../../ui";
import { refusalOf } from "../api/client";
import { ClientProblem } from "../clients/ClientProblem";

export function MessageProblem({ error }: { readonly error: unknown }) {
  const t = useT(messagesTexts);
  const language = useLanguage();
  if (!error) return null;
  const { code, parameters } = refusalOf(error);
  const own = lookUp(messagesTexts, language, `refusal_${code}`, { ...parameters });
  if (own === undefined) return <ClientProblem error={error} />;
  const { suggestion } = parameters;
  return (
    <Notice kind="danger" live>
      {own} {typeof suggestion === "string" && suggestion !== "" && t("didYouMean", { suggestion })}
    </Notice>
  );
}
