/** What is wrong with a field of the client's form: our own finding, or the server's. */
import { clientRefusal, clientsTexts } from "../../i18n/clients";
import { useLanguage, useT } from "../../ui";
import { refusalOf } from "../api/client";
import type { FormState, Wrong } from "./form";

export interface ClientFormProps {
  readonly form: FormState;
  readonly onForm: (form: FormState) => void;
  readonly wrong: Wrong;
  /** What the server refused: its sentence stands beside the field that it names. */
  readonly refusal: unknown;
}

export function useComplaint({ wrong, refusal }: Pick<ClientFormProps, "wrong" | "refusal">) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const refused = refusal ? refusalOf(refusal) : undefined;
  return (name: string): string | undefined => {
    const own = wrong[name];
    if (own !== undefined) return t(own);
    const field = refused?.parameters.field;
    // "people.0" is about the whole row: its first field carries the sentence.
    const about = field === name || (typeof field === "string" && `${field}.given` === name);
    return refused && about ? clientRefusal(language, refused.code, refused.parameters) : undefined;
  };
}
