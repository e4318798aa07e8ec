/** A file that the room can show: PDF or picture; also used by the preview. */
import { Button, Loader } from "@mantine/core";
import { IconDownload, IconFileOff } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { commonTexts } from "../../i18n/common";
import { roomTexts } from "../../i18n/room";
import type { SharedFile } from "../../state/session";
import { EmptyState, useT } from "../../ui";
import { canShow, kindOf } from "../files/kinds";
import { useDownload } from "../files/useFiles";
import type { Point, Size } from "./geometry";
import classes from "./Stage.module.css";
import { Surface } from "./Surface";
import { useFileAddress, usePdf } from "./usePdf";

const PdfView = lazy(() => import("./PdfView").then((module) => ({ default: module.PdfView })));

export interface FileViewProps {
  readonly file: SharedFile;
  readonly page: number;
  readonly onPage?: (page: number) => void;
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  readonly onPoint?: (place: Point | undefined) => void;
  readonly overlay?: ReactNode;
}

export function FileView(props: FileViewProps) {
  if (!canShow(props.file)) return <NoPreview file={props.file} reason="documentNoPreview" />;
  return kindOf(props.file) === "pdf" ? <Pdf {...props} /> : <Picture {...props} />;
}

function Pdf({ file, ...view }: FileViewProps) {
  const pdf = usePdf(file.id);
  if (pdf.state === "failed") return <NoPreview file={file} reason="documentFailed" />;
  if (pdf.state === "loading") return <Opening file={file} />;
  return (
    <Suspense fallback={<Opening file={file} />}>
      <PdfView pdf={pdf.value} name={file.name} {...view} />
    </Suspense>
  );
}

function Picture({ file, zoom, onZoom, onPoint, overlay }: FileViewProps) {
  const address = useFileAddress(file.id);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [broken, setBroken] = useState(false);
  if (broken || address.state === "failed") return <NoPreview file={file} reason="documentFailed" />;
  if (address.state === "loading") return <Opening file={file} />;
  return (
    <>
      <Surface
        picture={size}
        zoom={zoom}
        onZoom={onZoom}
        onPoint={onPoint}
        label={file.name}
        overlay={overlay}
      >
        <img
          className={classes.image}
          src={address.value}
          alt={file.name}
          draggable={false}
          onLoad={(event) => {
            const { naturalWidth: width, naturalHeight: height } = event.currentTarget;
            setSize({ width, height });
          }}
          onError={() => setBroken(true)}
        />
      </Surface>
      {size.width === 0 && <Opening file={file} />}
    </>
  );
}

function Opening({ file }: { readonly file: SharedFile }) {
  const t = useT(roomTexts);
  return (
    <p className={classes.coming} role="status">
      <Loader size="sm" aria-hidden="true" />
      {t("documentLoading", { file: file.name })}
    </p>
  );
}

interface NoPreviewProps {
  readonly file: SharedFile;
  readonly reason: "documentFailed" | "documentNoPreview";
}

function NoPreview({ file, reason }: NoPreviewProps) {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const download = useDownload();
  return (
    <div className={classes.noPreview}>
      <EmptyState
        headingLevel={2}
        icon={<IconFileOff size={34} stroke={1.6} />}
        title={file.name}
        actions={
          <Button leftSection={<IconDownload size={18} />} onClick={() => void download(file)}>
            {common("download")}
          </Button>
        }
      >
        {t(reason, { file: file.name })}
      </EmptyState>
    </div>
  );
}
