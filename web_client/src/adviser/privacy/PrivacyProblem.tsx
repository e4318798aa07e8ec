/** What went wrong, in privacy's own words first. */
import { privacyRefusal } from "../../i18n/privacy";
import { Notice, useLanguage } from "../../ui";
import { refusalOf } from "../api/client";
import { Problem } from "../shell/Problem";

export function PrivacyProblem({ error }: { readonly error: unknown }) {
  const language = useLanguage();
  if (!error) return null;
  const { code, parameters } = refusalOf(error);
  const own = privacyRefusal(language, code, parameters);
  if (own === undefined) return <Problem error={error} />;
  return (
    <Notice kind="danger" live>
      {own}
    </Notice>
  );
}
