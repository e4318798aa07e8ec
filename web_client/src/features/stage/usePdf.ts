/** A file's short-lived address, and the PDF or one page behind it, for components. */
import { useEffect, useState } from "react";
import { useRoom } from "../../room/context";
import { openPdf, type PDFDocumentProxy, type PDFPageProxy } from "./pdf";

export type Loaded<T> = { state: "loading" } | { state: "failed" } | { state: "ready"; value: T };

const LOADING = { state: "loading" } as const;
const FAILED = { state: "failed" } as const;

/** Loads again when `key` changes; what was loaded is let go. `release` must be the same function every time. */
function useLoaded<T>(key: string | null, load: () => Promise<T>, release?: (value: T) => void): Loaded<T> {
  const [held, setHeld] = useState<{ key: string | null; result: Loaded<T> }>({ key, result: LOADING });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for everything that `load` reads
  useEffect(() => {
    if (key === null) return;
    let gone = false;
    let value: T | undefined;
    setHeld({ key, result: LOADING });
    load().then(
      (loaded) => {
        if (gone) release?.(loaded);
        else {
          value = loaded;
          setHeld({ key, result: { state: "ready", value: loaded } });
        }
      },
      () => {
        if (!gone) setHeld({ key, result: FAILED });
      },
    );
    return () => {
      gone = true;
      if (value !== undefined) release?.(value);
    };
  }, [key]);
  return held.key === key ? held.result : LOADING;
}

export function useFileAddress(fileId: string): Loaded<string> {
  const { api, store } = useRoom();
  return useLoaded(fileId, async () => (await api.fileLink(store.sessionId, fileId, "inline")).url);
}

const destroy = (pdf: PDFDocumentProxy) => {
  void pdf.loadingTask.destroy();
};

export function usePdf(fileId: string): Loaded<PDFDocumentProxy> {
  const { api, store } = useRoom();
  return useLoaded(
    fileId,
    async () => openPdf((await api.fileLink(store.sessionId, fileId, "inline")).url),
    destroy,
  );
}

export function usePdfPage(pdf: PDFDocumentProxy, page: number): Loaded<PDFPageProxy> {
  return useLoaded(`${pdf.fingerprints[0] ?? ""} ${page}`, () => pdf.getPage(page));
}
