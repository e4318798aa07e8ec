/** "Mijn documenten": an adviser's own stock of handy documents. */
import { IconBooks } from "@tabler/icons-react";
import { papersTexts } from "../../i18n/documents-crm";
import { Panel, useT } from "../../ui";
import { type OfficeDocument, useDocuments, useUpload } from "../api/documents";
import { Loaded } from "../shell/Problem";
import { DocumentProblem } from "./DocumentProblem";
import { type DocumentAction, DocumentRow } from "./DocumentRow";
import { FilesField } from "./FilesField";

interface LibraryProps {
  readonly onAct: (action: DocumentAction, document: OfficeDocument) => void;
}

export function Library({ onAct }: LibraryProps) {
  const t = useT(papersTexts);
  const list = useDocuments({ state: "library", limit: "100" });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const upload = useUpload();
  const add = async (files: readonly File[]) => {
    for (const file of files) {
      // One after another; the first that is refused says why.
      try {
        await upload.mutateAsync({ file, state: "library" });
      } catch {
        return;
      }
    }
  };
  return (
    <Panel title={t("library")} badge={<IconBooks size={20} aria-hidden="true" />} flush className="d-narrow">
      <Loaded query={list}>
        {() =>
          items.length === 0 ? (
            <p className="a-inset a-quiet">{t("libraryNone")}</p>
          ) : (
            <ul className="d-rows">
              {items.map((document) => (
                <DocumentRow key={document.id} document={document} onAct={onAct} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <div className="a-inset">
        <FilesField busy={upload.isPending} onFiles={(files) => void add(files)} label={t("libraryAdd")} />
        <DocumentProblem error={upload.error} />
      </div>
    </Panel>
  );
}
