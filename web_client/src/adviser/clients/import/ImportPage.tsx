/** Where clients come from: a choice of sources, the file, and the imports of before. */
import { Button, FileButton, Loader } from "@mantine/core";
import {
  IconAddressBook,
  IconArrowLeft,
  IconBrandGoogle,
  IconFileSpreadsheet,
  IconFileText,
  IconFileUpload,
} from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { Link, useNavigate } from "react-router";
import { formatShortDay, formatTime, type Language } from "../../../i18n";
import { importsTexts } from "../../../i18n/imports";
import { Panel, StatusChip, useLanguage, useT } from "../../../ui";
import {
  type ClientImport,
  type ImportSource,
  type ImportState,
  isBusy,
  useImports,
  useUploadImport,
} from "../../api/imports";
import { PageTitle } from "../../shell/PageTitle";
import { Loaded } from "../../shell/Problem";
import { ImportProblem } from "./ImportProblem";
import "./import.css";

const SOURCES = [
  { source: "google", icon: IconBrandGoogle, accept: ".csv,.vcf,text/csv" },
  { source: "csv", icon: IconFileText, accept: ".csv,.txt,.tsv,text/csv" },
  { source: "excel", icon: IconFileSpreadsheet, accept: ".xlsx,.xls,.xlsb,.xlsm,.ods" },
  { source: "vcard", icon: IconAddressBook, accept: ".vcf,text/vcard" },
] as const satisfies readonly {
  readonly source: ImportSource;
  readonly icon: unknown;
  readonly accept: string;
}[];

export function ImportPage() {
  const t = useT(importsTexts);
  const [source, setSource] = useState<ImportSource>("csv");
  const [over, setOver] = useState(false);
  const upload = useUploadImport();
  const navigate = useNavigate();
  const accept = SOURCES.find((one) => one.source === source)?.accept ?? "";

  const send = (file: File | null) => {
    if (file === null) return;
    upload.mutate(
      { file, source },
      { onSuccess: (made) => void navigate(`/adviser/clients/import/${made.id}`) },
    );
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0] ?? null);
  };

  return (
    <>
      <Link className="a-back" to="/adviser/clients">
        <IconArrowLeft size={18} aria-hidden="true" />
        {t("back")}
      </Link>
      <PageTitle title={t("title")} lead={t("lead")} />
      <div className="im-page">
        <Panel title={t("whence")}>
          <fieldset className="im-sources">
            <legend className="s-hidden">{t("whence")}</legend>
            {SOURCES.map(({ source: one, icon: Icon }) => (
              <label key={one} className="im-source" data-chosen={one === source || undefined}>
                <input
                  type="radio"
                  name="source"
                  value={one}
                  checked={one === source}
                  onChange={() => setSource(one)}
                />
                <Icon size={28} stroke={1.6} aria-hidden="true" />
                <span>
                  <strong>{t(one)}</strong>
                  <span className="im-hint">{t(`${one}Text`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first */}
          <div
            className="im-drop"
            data-over={over || undefined}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            {upload.isPending ? (
              <p role="status">
                <Loader size="sm" aria-hidden="true" /> {t("uploading")}
              </p>
            ) : (
              <>
                <FileButton onChange={send} accept={accept}>
                  {(props) => (
                    <Button
                      {...props}
                      size="md"
                      leftSection={<IconFileUpload size={20} aria-hidden="true" />}
                    >
                      {t("chooseFile")}
                    </Button>
                  )}
                </FileButton>
                <p className="im-hint">{t("orDrop")}</p>
              </>
            )}
          </div>
          <ImportProblem error={upload.error} />
        </Panel>
        <History />
      </div>
    </>
  );
}

const when = (language: Language, at: Date) => `${formatShortDay(language, at)} ${formatTime(language, at)}`;

const TONES = {
  reading: "info",
  bringing: "info",
  undoing: "info",
  ready: "attention",
  failed: "danger",
  done: "office",
  undone: "neutral",
} as const satisfies Record<ImportState, string>;

function History() {
  const t = useT(importsTexts);
  const list = useImports();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.data !== undefined && items.length === 0) return null;
  return (
    <Panel title={t("history")} flush>
      <Loaded query={list}>
        {() => (
          <ul className="im-history">
            {items.map((one) => (
              <Line key={one.id} one={one} />
            ))}
          </ul>
        )}
      </Loaded>
      {list.hasNextPage && (
        <Button variant="default" onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </Panel>
  );
}

function Line({ one }: { readonly one: ClientImport }) {
  const t = useT(importsTexts);
  const language = useLanguage();
  const { counts } = one;
  const facts =
    one.state === "done"
      ? [t("added", { count: counts.added }), t("merged", { count: counts.merged })]
      : isBusy(one.state)
        ? [t("progress", { done: one.done, total: one.total })]
        : [];
  return (
    <li>
      <Link to={`/adviser/clients/import/${one.id}`}>{one.name}</Link>
      <StatusChip tone={TONES[one.state]}>{t(`state_${one.state}`)}</StatusChip>
      <span className="im-hint">
        {[t("historyLine", { by: one.by, date: when(language, new Date(one.created_at)) }), ...facts].join(
          " · ",
        )}
      </span>
    </li>
  );
}
