/** The PDF behind an address, for as long as a component shows it. */
import { useEffect, useState } from "react";
import { openPdf, type PDFDocumentProxy } from "../../features/stage/pdf";

/** Undefined while it comes, null when it cannot be shown. */
export function usePdfAt(address: string): PDFDocumentProxy | null | undefined {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>();
  useEffect(() => {
    let gone = false;
    let opened: PDFDocumentProxy | undefined;
    setPdf(undefined);
    openPdf(address).then(
      (found) => {
        if (gone) void found.loadingTask.destroy();
        else {
          opened = found;
          setPdf(found);
        }
      },
      () => {
        if (!gone) setPdf(null);
      },
    );
    return () => {
      gone = true;
      void opened?.loadingTask.destroy();
    };
  }, [address]);
  return pdf;
}
