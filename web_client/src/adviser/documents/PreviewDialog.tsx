/** Looking at a document, at its facts and at its versions. */
import { Button, Group, Loader, Modal, SegmentedControl } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { kindOf } from "../../features/files/kinds";
import { PdfView } from "../../features/stage/PdfView";
import { formatBytes, formatDay } from "../../i18n";
import { papersTexts } from "../../i18n/documents-crm";
import { Notice, useLanguage, useT } from "../../ui";
import { contentOf, type OfficeDocument, useVersions } from "../api/documents";
import { usePdfAt } from "../signing/usePdfAt";

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

interface FileFrameProps {
  readonly address: string;
  readonly name: string;
  readonly media_type: string;
}

/** A PDF page by page, a picture, a plain text; anything else has to be downloaded. */
export function FileFrame({ address, name, media_type }: FileFrameProps) {
  const t = useT(papersTexts);
  const kind = kindOf({ name, media_type });
  return (
    <div className="d-preview">
      {kind === "pdf" ? (
        <PdfFrame address={address} name={name} />
      ) : kind === "image" ? (
        <Picture address={address} name={name} />
      ) : media_type === "text/plain" ? (
        <PlainText address={address} name={name} />
      ) : (
        <p>{t("noPreview")}</p>
      )}
    </div>
  );
}

function PdfFrame({ address, name }: Omit<FileFrameProps, "media_type">) {
  const t = useT(papersTexts);
  const pdf = usePdfAt(address);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(1);
  if (pdf === undefined)
    return (
      <p role="status">
        <Loader size="sm" aria-hidden="true" /> {t("loading")}
      </p>
    );
  if (pdf === null) return <Notice kind="danger">{t("previewFailed")}</Notice>;
  return <PdfView pdf={pdf} name={name} page={page} onPage={setPage} zoom={zoom} onZoom={setZoom} />;
}

function Picture({ address, name }: Omit<FileFrameProps, "media_type">) {
  const t = useT(papersTexts);
  const [failed, setFailed] = useState(false);
  if (failed) return <Notice kind="danger">{t("previewFailed")}</Notice>;
  return <img src={address} alt={name} onError={() => setFailed(true)} />;
}

function PlainText({ address, name }: Omit<FileFrameProps, "media_type">) {
  const t = useT(papersTexts);
  const [text, setText] = useState<string | null>();
  useEffect(() => {
    const stop = new AbortController();
    fetch(address, { signal: stop.signal, credentials: "same-origin" })
      .then(async (answer) => setText(answer.ok ? (await answer.text()).slice(0, 200_000) : null))
      .catch(() => {
        if (!stop.signal.aborted) setText(null);
      });
    return () => stop.abort();
  }, [address]);
  if (text === undefined) return <p role="status">{t("loading")}</p>;
  if (text === null) return <Notice kind="danger">{t("previewFailed")}</Notice>;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled with the keyboard
      tabIndex={0}
      aria-label={name}
    >
      <pre>{text}</pre>
    </section>
  );
}
