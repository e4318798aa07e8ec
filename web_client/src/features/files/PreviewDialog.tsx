/** Looking at a file alone, without showing it to anybody. */
import { Button, Group, Modal } from "@mantine/core";
import { IconDownload, IconPresentation, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { commonTexts } from "../../i18n/common";
import { roomTexts } from "../../i18n/room";
import { useAct, useRoom, useRoomState, useUiState } from "../../room/context";
import { useT } from "../../ui";
import { FileView } from "../stage/FileView";
import { LARGEST_ZOOM, nextZoom } from "../stage/geometry";
import classes from "./Files.module.css";
import { useDownload } from "./useFiles";

export function PreviewDialog() {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const act = useAct();
  const download = useDownload();
  const { ui } = useRoom();
  const id = useUiState((state) => (state.dialog?.name === "preview" ? state.dialog.fileId : null));
  const file = useRoomState((state) => (id === null ? undefined : state.session.files[id]));
  const isChair = useRoomState((state) => state.isChair);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every file begins at its first page
  useEffect(() => {
    setPage(1);
    setZoom(1);
  }, [id]);
  useEffect(() => {
    // Withdrawn while it was being looked at.
    if (id === null || file !== undefined) return;
    ui.closeDialog();
    ui.tell("info", t("fileWithdrawn"));
  }, [id, file, ui, t]);

  return (
    <Modal opened={file !== undefined} onClose={ui.closeDialog} title={file?.name ?? ""} size="64rem">
      {file && (
        <>
          <div className={classes.preview}>
            <FileView file={file} page={page} onPage={setPage} zoom={zoom} onZoom={setZoom} />
          </div>
          <Group justify="flex-end" mt="md" gap="xs">
            <Button
              variant="default"
              leftSection={<IconZoomOut size={18} />}
              disabled={zoom <= 1}
              onClick={() => setZoom(nextZoom(zoom, -1))}
            >
              {t("zoomOut")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconZoomIn size={18} />}
              disabled={zoom >= LARGEST_ZOOM}
              onClick={() => setZoom(nextZoom(zoom, 1))}
            >
              {t("zoomIn")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconDownload size={18} />}
              onClick={() => void download(file)}
            >
              {common("download")}
            </Button>
            {isChair && (
              <Button
                leftSection={<IconPresentation size={18} />}
                onClick={() => {
                  ui.closeDialog();
                  void act({ type: "show_document", file_id: file.id, page });
                }}
              >
                {t("showToAll")}
              </Button>
            )}
          </Group>
        </>
      )}
    </Modal>
  );
}
