/** The client's documents that stand ready: one click brings one into the session, before everybody. */
import { Button } from "@mantine/core";
import { IconPresentation } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { formatBytes, refusal } from "../../i18n";
import { crmTexts } from "../../i18n/crm";
import { roomTexts } from "../../i18n/room";
import { Problem, type ReadyDocument } from "../../protocol/rest";
import { useAct, useRoom, useRoomState } from "../../room/context";
import type { SharedFile } from "../../state/session";
import { useLanguage, useT } from "../../ui";
import { FileIcon } from "../files/FileIcon";
import { canShow, kindName, kindOf } from "../files/kinds";
import classes from "./Client.module.css";
import type { RoomClientStore } from "./roomClient";

interface ReadyDocumentsProps {
  readonly store: RoomClientStore;
  /** As many as there is room for; the rest stands in the files. */
  readonly most?: number;
}

export function ReadyDocuments({ store, most = 200 }: ReadyDocumentsProps) {
  const t = useT(crmTexts);
  const { client } = useSyncExternalStore(store.subscribe, store.getState);
  const documents = client?.documents ?? [];
  return (
    <>
      <ul className={classes.ready}>
        {documents.slice(0, most).map((one) => (
          <Row key={one.id} document={one} store={store} />
        ))}
      </ul>
      {documents.length > most && (
        <p className={classes.quiet}>{t("readyMore", { count: documents.length - most })}</p>
      )}
    </>
  );
}

function Row({ document, store }: { readonly document: ReadyDocument; readonly store: RoomClientStore }) {
  const t = useT(crmTexts);
  const room = useT(roomTexts);
  const language = useLanguage();
  const act = useAct();
  const { ui } = useRoom();
  const { opening, opened } = useSyncExternalStore(store.subscribe, store.getState);
  const files = useRoomState((state) => state.session.files);
  const isChair = useRoomState((state) => state.isChair);
  const busy = opening.includes(document.id);
  const here = fileOf(document, opened[document.id], files);

  const show = async () => {
    try {
      const fileId = here?.id ?? (await store.open(document.id));
      // Anything else than a PDF or a picture is handed over, not shown.
      if (isChair && canShow(document)) await act({ type: "show_document", file_id: fileId, page: 1 });
    } catch (error) {
      ui.tell("danger", refusal(language, error instanceof Problem ? error.code : "internal", roomTexts));
    }
  };
  const details = [
    kindName(document),
    document.pages > 0 ? room("filePages", { count: document.pages }) : formatBytes(language, document.size),
  ];
  const shows = here !== undefined && canShow(document);
  return (
    <li>
      <FileIcon kind={kindOf(document)} />
      <div className={classes.what}>
        <strong>{document.name}</strong>
        <span>{details.join(" · ")}</span>
      </div>
      {(here === undefined || (shows && isChair)) && (
        <Button
          variant="subtle"
          leftSection={<IconPresentation size={18} stroke={1.8} />}
          loading={busy}
          aria-label={t(shows ? "readyShowFile" : "readyOpenFile", { file: document.name })}
          onClick={() => void show()}
        >
          {t(shows ? "readyShow" : "readyOpen")}
        </Button>
      )}
    </li>
  );
}

/** The file that this document became here; opened by a colleague it is known by its name and size. */
function fileOf(
  document: ReadyDocument,
  opened: string | undefined,
  files: Readonly<Record<string, SharedFile>>,
): SharedFile | undefined {
  const mine = opened === undefined ? undefined : files[opened];
  return mine ?? Object.values(files).find((one) => one.name === document.name && one.size === document.size);
}
