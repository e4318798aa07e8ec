/** Which documents of a client a message brings. */
import { MultiSelect } from "@mantine/core";
import { messagesTexts } from "../../i18n/messages";
import { useT } from "../../ui";
import { useDocuments } from "../api/documents";

/** The server takes no more with one message. */
const MOST_DOCUMENTS = 10;

interface DocumentsFieldProps {
  readonly id: string;
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** Only what the client may see already; they open it by a link of their own. */
export function DocumentsField({ id, value, onChange }: DocumentsFieldProps) {
  const t = useT(messagesTexts);
  const list = useDocuments({ client: id, state: "shared", limit: "100" });
  const found = (list.data?.pages ?? []).flatMap(({ items }) => items);
  if (found.length === 0) return null;
  return (
    <MultiSelect
      label={t("withDocuments")}
      description={t("withDocumentsHint")}
      value={[...value]}
      onChange={onChange}
      maxValues={MOST_DOCUMENTS}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("withoutDocuments") }}
      nothingFoundMessage={t("noSuchDocument")}
      data={found.map(({ id: one, name }) => ({ value: one, label: name }))}
    />
  );
}
