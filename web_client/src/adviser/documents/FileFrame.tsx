/** A document that is looked at: a PDF page by page, a picture, a plain text; anything else has to be downloaded. */
import { Loader } from "@mantine/core";
import { useEffect, useState } from "react";
import { kindOf } from "../../features/files/kinds";
import { PdfView } from "../../features/stage/PdfView";
import { papersTexts } from "../../i18n/documents-crm";
import { Notice, useT } from "../../ui";
import { usePdfAt } from "../signing/usePdfAt";
import "./frame.css";

interface FileFrameProps {
  readonly address: string;
  readonly name: string;
  readonly media_type: string;
}

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
