/** The document itself, with everybody's fields as they are now. */
import { Loader } from "@mantine/core";
import { useState } from "react";
import { SigningDocument } from "../../features/signing/SigningDocument";
import { envelopesTexts } from "../../i18n/envelopes";
import { Notice, Panel, useT } from "../../ui";
import { type Envelope, envelopeFile } from "../api/envelopes";
import { usePdfAt } from "./usePdfAt";

export function DocumentCard({ envelope }: { readonly envelope: Envelope }) {
  const t = useT(envelopesTexts);
  const signed = envelope.files.signed;
  const pdf = usePdfAt(envelopeFile(envelope.id, signed ? "signed" : "document"));
  const [page, setPage] = useState(1);
  return (
    <Panel title={t("document")} flush>
      {pdf === null && (
        <div className="a-inset">
          <Notice kind="danger">{t("noPreview")}</Notice>
        </div>
      )}
      {pdf === undefined && (
        <p className="a-sign-busy a-inset" role="status">
          <Loader size="sm" aria-hidden="true" />
          {t("uploading")}
        </p>
      )}
      {pdf && (
        <div className="a-sign-document">
          <SigningDocument
            pdf={pdf}
            name={envelope.document.name}
            page={page}
            onPage={setPage}
            // What is signed stands in the document itself then.
            fields={signed ? [] : envelope.fields}
            signers={envelope.signers}
          />
        </div>
      )}
    </Panel>
  );
}
