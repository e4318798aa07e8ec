/** The document to sign, page by page, with everybody's fields over it. */
import { useState } from "react";
import { PdfView } from "../stage/PdfView";
import classes from "./Dialog.module.css";
import { FieldLayer } from "./FieldLayer";
import type { SigningDocumentProps } from "./props";

const NONE = {};

export function SigningDocument({
  pdf,
  name,
  page,
  onPage,
  fields,
  signers,
  flow = null,
  now = null,
  inks = NONE,
  zoom,
  onZoom,
  onPoint,
  overlay,
  beside = false,
}: SigningDocumentProps) {
  const [ownZoom, setOwnZoom] = useState(1);
  return (
    <div className={classes.document} data-beside={beside || undefined}>
      <PdfView
        pdf={pdf}
        name={name}
        page={page}
        onPage={onPage}
        zoom={zoom ?? ownZoom}
        onZoom={onZoom ?? setOwnZoom}
        onPoint={onPoint}
        overlay={
          <>
            <FieldLayer
              page={Math.min(page, pdf.numPages)}
              fields={fields}
              signers={signers}
              flow={flow}
              now={now}
              inks={inks}
            />
            {overlay}
          </>
        }
      />
    </div>
  );
}
