/** What can be done with a document in any list: one place for all lists, with its dialogs. */
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { IconSignature, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { papersTexts } from "../../i18n/documents-crm";
import { announce, Notice, useT } from "../../ui";
import {
  type OfficeDocument,
  useChangeDocument,
  useDeleteDocument,
  useReplace,
  useRestoreDocument,
  useToLibrary,
} from "../api/documents";
import { DocumentProblem } from "./DocumentProblem";
import type { DocumentAction } from "./DocumentRow";
import { canSign } from "./look";
import { PreviewDialog } from "./PreviewDialog";
import { ShareDocumentDialog } from "./ShareDocumentDialog";
import { SignDialog } from "./SignDialog";

interface Actions {
  readonly act: (action: DocumentAction, document: OfficeDocument) => void;
  /** Dialogs; anywhere on the page. */
  readonly dialogs: ReactNode;
  /** What was refused, and what can be taken back; above the list. */
  readonly news: ReactNode;
}

export function useDocumentActions(): Actions {
  const t = useT(papersTexts);
  const [asked, setAsked] = useState<{ readonly what: DocumentAction; readonly document: OfficeDocument }>();
  const [gone, setGone] = useState<OfficeDocument>();
  const change = useChangeDocument();
  const remove = useDeleteDocument();
  const restore = useRestoreDocument();
  const replace = useReplace();
  const library = useToLibrary();
  const file = useRef<HTMLInputElement>(null);
  const replaced = useRef<OfficeDocument>(undefined);
  const close = () => setAsked(undefined);

  const act = (action: DocumentAction, document: OfficeDocument) => {
    for (const each of [change, remove, restore, replace, library]) each.reset();
    switch (action) {
      case "internal":
      case "shared":
        change.mutate({ document, change: { state: action } }, { onSuccess: () => announce(t("changed")) });
        break;
      case "library":
        library.mutate(document.id, { onSuccess: () => announce(t("inLibrary")) });
        break;
      case "replace":
        replaced.current = document;
        file.current?.click();
        break;
      case "remove":
        // No question: it can be brought back.
        remove.mutate(document, { onSuccess: () => setGone(document) });
        break;
      default:
        setAsked({ what: action, document });
    }
  };
  const error = change.error ?? remove.error ?? restore.error ?? replace.error ?? library.error;
  return {
    act,
    news: (
      <>
        <DocumentProblem error={error} />
        {gone && (
          <Notice
            kind="info"
            live
            icon={<IconTrash size={20} />}
            actions={
              <Button
                variant="default"
                size="sm"
                onClick={() =>
                  restore.mutate(gone.id, {
                    onSuccess: () => {
                      setGone(undefined);
                      announce(t("restored"));
                    },
                  })
                }
              >
                {t("undo")}
              </Button>
            }
          >
            {t("removed", { name: gone.name })}
          </Notice>
        )}
      </>
    ),
    dialogs: (
      <>
        <input
          ref={file}
          type="file"
          hidden
          tabIndex={-1}
          aria-label={t("replace")}
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0];
            event.currentTarget.value = "";
            if (chosen && replaced.current)
              replace.mutate(
                { id: replaced.current.id, file: chosen },
                { onSuccess: () => announce(t("replaced")) },
              );
          }}
        />
        {asked?.what === "open" && (
          <PreviewDialog
            document={asked.document}
            onClose={close}
            actions={
              canSign(asked.document) && (
                <Button
                  leftSection={<IconSignature size={18} aria-hidden="true" />}
                  onClick={() => setAsked({ what: "sign", document: asked.document })}
                >
                  {t("sign")}
                </Button>
              )
            }
          />
        )}
        {asked?.what === "share" && <ShareDocumentDialog document={asked.document} onClose={close} />}
        {asked?.what === "sign" && <SignDialog document={asked.document} onClose={close} />}
        {asked?.what === "rename" && <RenameDialog document={asked.document} onClose={close} />}
      </>
    ),
  };
}

interface RenameDialogProps {
  readonly document: OfficeDocument;
  readonly onClose: () => void;
}

function RenameDialog({ document, onClose }: RenameDialogProps) {
  const t = useT(papersTexts);
  const change = useChangeDocument();
  const [name, setName] = useState(document.name);
  return (
    <Modal opened onClose={onClose} title={t("rename")} size="30rem">
      <form
        className="d-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "")
            change.mutate({ document, change: { name: name.trim() } }, { onSuccess: onClose });
        }}
      >
        <TextInput
          label={t("newName")}
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <DocumentProblem error={change.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t("save")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
