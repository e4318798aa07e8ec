/** What was shared with a client: read it here, or download it. */
import { Button } from "@mantine/core";
import { IconArrowLeft, IconDownload, IconEye } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { FileIcon } from "../features/files/FileIcon";
import { canShow, kindOf } from "../features/files/kinds";
import { formatBytes, LOCALES } from "../i18n";
import { papersTexts } from "../i18n/documents-crm";
import { useLanguage, useT } from "../ui";
import type { Shared, SharedFile } from "./api";

// It brings pdf.js with it; the list does without.
const FileFrame = lazy(() =>
  import("../adviser/documents/FileFrame").then((module) => ({ default: module.FileFrame })),
);

export function SharedPage({ shared }: { readonly shared: Shared }) {
  const t = useT(papersTexts);
  const language = useLanguage();
  const [open, setOpen] = useState<SharedFile>();
  const title = t("sharedTitle", { count: shared.documents.length });
  useEffect(() => {
    document.title = `${open?.name ?? title} · ${shared.office.name}`;
  }, [open, title, shared.office.name]);
  if (open) return <Reading file={open} onBack={() => setOpen(undefined)} />;
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  const on = format.format(new Date(shared.shared_at));
  return (
    <section className="rq-card rq-wide">
      <h1 className="rq-title">{title}</h1>
      <p className="rq-lead">
        {t("sharedLead", { sender: shared.sender, office: shared.office.name, day: on })}
      </p>
      {shared.text && <p className="rq-text">{shared.text}</p>}
      <ul className="rq-files">
        {shared.documents.map((file) => (
          <li key={file.id}>
            <FileIcon kind={kindOf(file)} />
            <span className="rq-file">
              <strong>{file.name}</strong>
              <span>{formatBytes(language, file.size)}</span>
            </span>
            <span className="rq-acts">
              {(canShow(file) || file.media_type === "text/plain") && (
                <Button
                  size="lg"
                  aria-label={t("sharedReadNamed", { name: file.name })}
                  leftSection={<IconEye size={21} aria-hidden="true" />}
                  onClick={() => setOpen(file)}
                >
                  {t("sharedRead")}
                </Button>
              )}
              <Button
                size="lg"
                variant="default"
                component="a"
                href={file.url}
                download={file.name}
                aria-label={t("sharedSave", { name: file.name })}
                leftSection={<IconDownload size={21} aria-hidden="true" />}
              >
                {t("download")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <p className="rq-hint">{t("sharedUntil", { day: format.format(new Date(shared.expires_at)) })}</p>
    </section>
  );
}

function Reading({ file, onBack }: { readonly file: SharedFile; readonly onBack: () => void }) {
  const t = useT(papersTexts);
  return (
    <section className="rq-card rq-reading" aria-label={file.name}>
      <div className="rq-head">
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={20} aria-hidden="true" />}
          onClick={onBack}
        >
          {t("sharedBack")}
        </Button>
        <h1>{file.name}</h1>
        <Button
          variant="default"
          component="a"
          href={file.url}
          download={file.name}
          leftSection={<IconDownload size={20} aria-hidden="true" />}
        >
          {t("download")}
        </Button>
      </div>
      <Suspense fallback={<p role="status">{t("loading")}</p>}>
        <FileFrame address={`${file.url}?inline=true`} name={file.name} media_type={file.media_type} />
      </Suspense>
    </section>
  );
}
