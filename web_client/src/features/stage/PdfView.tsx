/** A PDF page by page: thumbnails at the left, one page as large as fits, its text selectable. */
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { roomTexts } from "../../i18n/room";
import { useT } from "../../ui";
import type { Point, Size } from "./geometry";
import classes from "./Pdf.module.css";
import "./textLayer.css";
import { drawPage, layText, type PDFDocumentProxy, type PDFPageProxy, sizeOf } from "./pdf";
import { Surface } from "./Surface";
import { usePdfPage } from "./usePdf";

interface PdfViewProps {
  readonly pdf: PDFDocumentProxy;
  readonly name: string;
  readonly page: number;
  /** Absent: somebody else turns the pages. */
  readonly onPage?: (page: number) => void;
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  readonly onPoint?: (place: Point | undefined) => void;
  readonly overlay?: ReactNode;
}

const A4: Size = { width: 595, height: 842 };

export function PdfView({ pdf, name, page, onPage, zoom, onZoom, onPoint, overlay }: PdfViewProps) {
  const t = useT(roomTexts);
  const total = pdf.numPages;
  const shown = Math.min(page, total);
  const loaded = usePdfPage(pdf, shown);
  const current = loaded.state === "ready" ? loaded.value : null;
  const kept = useRef<PDFPageProxy | null>(null);
  if (current) kept.current = current;
  // The page before stays until the next one is there.
  const drawn = current ?? kept.current;

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!onPage || event.altKey || event.ctrlKey || event.metaKey || zoom > 1) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && shown + step;
    if (next === undefined || next < 1 || next > total) return;
    event.preventDefault();
    onPage(next);
  };

  return (
    // The keys turn pages from everywhere inside; every one of them has a button too.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div className={classes.document} onKeyDown={onKeyDown}>
      {total > 1 && <Thumbnails pdf={pdf} page={shown} onPage={onPage} />}
      <div className={classes.main}>
        <Surface
          picture={drawn ? sizeOf(drawn) : A4}
          reading
          zoom={zoom}
          onZoom={onZoom}
          onPoint={onPoint}
          label={`${name}, ${t("pageOf", { page: shown, total })}`}
          overlay={overlay}
        >
          {drawn && <PdfPage page={drawn} />}
        </Surface>
        {total > 1 && (
          <nav className={classes.pager} aria-label={t("pages")}>
            <button
              type="button"
              aria-label={t("previousPage")}
              disabled={!onPage || shown <= 1}
              onClick={() => onPage?.(shown - 1)}
            >
              <IconChevronLeft size={22} aria-hidden="true" />
            </button>
            <span className="s-digits" aria-live="polite">
              {t("pageOf", { page: shown, total })}
            </span>
            <button
              type="button"
              aria-label={t("nextPage")}
              disabled={!onPage || shown >= total}
              onClick={() => onPage?.(shown + 1)}
            >
              <IconChevronRight size={22} aria-hidden="true" />
            </button>
          </nav>
        )}
      </div>
    </div>
  );
}

function PdfPage({ page }: { readonly page: PDFPageProxy }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every page begins at its top
  useEffect(() => {
    canvas.current?.closest("section")?.scrollTo({ top: 0 });
  }, [page]);
  const text = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const node = canvas.current;
    if (node === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.round(node.clientWidth)));
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current === null || width === 0) return;
    return drawPage(page, canvas.current, width);
  }, [page, width]);
  useEffect(() => {
    if (text.current === null || width === 0) return;
    return layText(page, text.current, width);
  }, [page, width]);

  return (
    <div className={classes.page}>
      <canvas ref={canvas} className={classes.canvas} />
      <div ref={text} className="textLayer" />
    </div>
  );
}

interface ThumbnailsProps {
  readonly pdf: PDFDocumentProxy;
  readonly page: number;
  readonly onPage?: (page: number) => void;
}

function Thumbnails({ pdf, page, onPage }: ThumbnailsProps) {
  const t = useT(roomTexts);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const current = list.current?.querySelector(`[data-page="${page}"]`);
    current?.scrollIntoView({ block: "nearest" });
  }, [page]);
  return (
    <ol ref={list} className={classes.thumbnails} aria-label={t("pages")}>
      {Array.from({ length: pdf.numPages }, (_, index) => index + 1).map((number) => (
        <li key={number} data-page={number}>
          <button
            type="button"
            className={classes.thumbnail}
            aria-label={t("page", { page: number })}
            aria-current={number === page ? "page" : undefined}
            aria-disabled={!onPage || undefined}
            onClick={() => onPage?.(number)}
          >
            <Thumbnail pdf={pdf} page={number} />
            <span aria-hidden="true">{number}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

const THUMBNAIL_WIDTH = 80;

/** Drawn when it comes into sight: a contract of 300 pages opens as fast as one of 3. */
function Thumbnail({ pdf, page }: { readonly pdf: PDFDocumentProxy; readonly page: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const node = canvas.current;
    if (node === null) return;
    let stop: (() => void) | undefined;
    let gone = false;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      pdf.getPage(page).then(
        (loaded) => {
          if (!gone) stop = drawPage(loaded, node, THUMBNAIL_WIDTH);
        },
        () => undefined,
      );
    });
    observer.observe(node);
    return () => {
      gone = true;
      observer.disconnect();
      stop?.();
    };
  }, [pdf, page]);
  return <canvas ref={canvas} width={THUMBNAIL_WIDTH} height={Math.round(THUMBNAIL_WIDTH * 1.25)} />;
}
