/** Files from this computer, dropped or chosen. */
import { Button, FileButton, Loader } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { papersTexts } from "../../i18n/documents-crm";
import { useT } from "../../ui";

interface FilesFieldProps {
  readonly busy: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly label?: string;
}

export function FilesField({ busy, onFiles, label }: FilesFieldProps) {
  const t = useT(papersTexts);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for keyboards
    <div
      className="d-drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {busy ? (
        <p className="a-sign-busy" role="status">
          <Loader size="sm" aria-hidden="true" /> {t("uploading")}
        </p>
      ) : (
        <>
          <span className="a-quiet">{t("dropHere")}</span>
          <FileButton multiple onChange={onFiles} inputProps={{ "aria-label": label ?? t("chooseFiles") }}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                leftSection={<IconFileUpload size={19} aria-hidden="true" />}
              >
                {label ?? t("chooseFiles")}
              </Button>
            )}
          </FileButton>
        </>
      )}
    </div>
  );
}
