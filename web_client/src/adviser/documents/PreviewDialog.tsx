/** Looking at a document, at its facts and at its versions. */
import { Button, Group, Modal, SegmentedControl } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { formatBytes, formatDay } from "../../i18n";
import { papersTexts } from "../../i18n/documents-crm";
import { useLanguage, useT } from "../../ui";
import { contentOf, type OfficeDocument, useVersions } from "../api/documents";
import { FileFrame } from "./FileFrame";

interface PreviewDialogProps {
  readonly document: OfficeDocument;
  readonly onClose: () => void;
  /** What can be done with it from here. */
  readonly actions?: React.ReactNode;
}

export function PreviewDialog({ document, onClose, actions }: PreviewDialogProps) {
  const t = useT(papersTexts);
  const language = useLanguage();
  const versions = useVersions(document.id, document.versions > 1).data?.items ?? [];
  const [number, setNumber] = useState(document.number);
  const shown = versions.find((each) => each.number === number) ?? document;
  const older = number === document.number ? undefined : number;
  const facts = [
    document.client ? `${t("client")}: ${document.client.name}` : undefined,
    `${t("size")}: ${formatBytes(language, shown.size)}`,
    shown.pages > 0 ? `${t("pages")}: ${shown.pages}` : undefined,
    document.created_by === "" ? undefined : `${t("addedBy")}: ${document.created_by}`,
    formatDay(language, new Date(shown.created_at)),
  ].filter((each) => each !== undefined);
  return (
    <Modal opened onClose={onClose} title={document.name} size="64rem">
      <div className="d-form">
        {versions.length > 1 && (
          <SegmentedControl
            aria-label={t("versions")}
            value={String(number)}
            onChange={(value) => setNumber(Number(value))}
            data={versions.map((each) => ({
              value: String(each.number),
              label: t("version", { number: each.number }),
            }))}
          />
        )}
        <FileFrame
          key={number}
          address={contentOf(document.id, true, older)}
          name={shown.name}
          media_type={shown.media_type}
        />
        <p className="d-facts">
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
        <Group justify="flex-end">
          <Button
            variant="default"
            component="a"
            href={contentOf(document.id, false, older)}
            download={shown.name}
            leftSection={<IconDownload size={18} aria-hidden="true" />}
          >
            {t("download")}
          </Button>
          {actions}
        </Group>
      </div>
    </Modal>
  );
}
