/** Which document: a PDF from this computer, or a template. */
import { Button, FileButton, Loader } from "@mantine/core";
import { IconArrowLeft, IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { envelopesTexts } from "../../i18n/envelopes";
import { Notice, Panel, useT } from "../../ui";
import { useClient } from "../api/clients";
import { useTemplates, useUploadEnvelope } from "../api/envelopes";
import { ClientPicker } from "../clients/ClientPicker";
import { PageTitle } from "../shell/PageTitle";
import { pickedOf } from "./choosing";
import { SigningProblem } from "./SigningProblem";
import { TemplateRow } from "./TemplateRow";
import "./signing.css";

/** A slip is told before it travels; what the file really is, the server finds out. */
export function looksLikePdf(file: Pick<File, "type" | "name">): boolean {
  return file.type === "application/pdf" || (file.type === "" && file.name.toLowerCase().endsWith(".pdf"));
}

export function NewEnvelope() {
  const t = useT(envelopesTexts);
  const navigate = useNavigate();
  const upload = useUploadEnvelope();
  const templates = useTemplates();
  const [other, setOther] = useState(false);
  const [over, setOver] = useState(false);
  const [address, setAddress] = useSearchParams();
  // Whom it is for, when the way here began at a client.
  const clientId = address.get("client") ?? undefined;
  const client = useClient(clientId).data;
  const picked = client && pickedOf(client);

  const choose = (file: File | null | undefined) => {
    if (!file || upload.isPending) return;
    upload.reset();
    setOther(!looksLikePdf(file));
    if (!looksLikePdf(file)) return;
    upload.mutate(
      { file, client: clientId },
      { onSuccess: ({ id }) => void navigate(`/adviser/signing/${id}`, { replace: true }) },
    );
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files[0]);
  };

  return (
    <>
      <Link to="/adviser/signing" className="a-back">
        <IconArrowLeft size={18} aria-hidden="true" />
        {t("allDocuments")}
      </Link>
      <PageTitle title={t("chooseTitle")} />
      <div className="a-stack">
        {picked && (
          <ClientPicker
            value={picked}
            onPick={() => setAddress({}, { replace: true })}
            label={t("signedBy")}
          />
        )}
        <SigningProblem error={upload.error} />
        {other && <Notice kind="warning">{t("onlyPdf")}</Notice>}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for keyboards */}
        <div
          className="a-sign-drop"
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          {upload.isPending ? (
            <p className="a-sign-busy" role="status">
              <Loader size="sm" aria-hidden="true" />
              {t("uploading")}
            </p>
          ) : (
            <>
              <IconFileUpload size={40} stroke={1.5} aria-hidden="true" />
              <strong>{t("chooseText")}</strong>
              <span className="a-quiet">{t("chooseHint")}</span>
              <FileButton
                onChange={choose}
                accept="application/pdf,.pdf"
                inputProps={{ "aria-label": t("chooseFile") }}
              >
                {(props) => <Button {...props}>{t("chooseFile")}</Button>}
              </FileButton>
            </>
          )}
        </div>
        {templates.data && templates.data.length > 0 && (
          <Panel title={t("orTemplate")} flush>
            <ul className="a-rows">
              {templates.data.map((template) => (
                <TemplateRow key={template.id} template={template} client={picked} />
              ))}
            </ul>
          </Panel>
        )}
      </div>
    </>
  );
}
