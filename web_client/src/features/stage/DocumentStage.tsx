/** A file on the stage: everybody sees the same page, until somebody chooses to read on alone. */
import {
  IconArrowBackUp,
  IconFileTypePdf,
  IconHandClick,
  IconLink,
  IconLinkOff,
  IconPhoto,
  IconX,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { roomTexts } from "../../i18n/room";
import { useAct, useRoomState } from "../../room/context";
import { shortName } from "../../room/people";
import { useWidth } from "../../room/useWidth";
import { mayUseInput, type SharedFile } from "../../state/session";
import { useT } from "../../ui";
import { kindOf, shortFileName } from "../files/kinds";
import { ControlStrip, StripButton } from "./ControlStrip";
import { FileView } from "./FileView";
import { Pointers, usePointing } from "./Pointers";
import classes from "./Stage.module.css";
import { useWatchers } from "./useWatchers";
import { ZoomButtons } from "./ZoomButtons";

export function DocumentStage() {
  const t = useT(roomTexts);
  const act = useAct();
  const document = useRoomState((state) => state.session.document);
  const file = useRoomState((state) => state.session.files[state.session.document?.file_id ?? ""]);
  const isChair = useRoomState((state) => state.isChair);
  const mayTurn = useRoomState((state) => state.isChair || mayUseInput(state.session, state.selfId));
  const together = document?.page ?? 1;
  const [own, setOwn] = useState<number | null>(null);
  const [zoom, setZoom] = useState(1);
  const onPoint = usePointing();
  const narrow = useWidth() === "narrow";

  // Who may turn everybody's pages does not read alone.
  useEffect(() => {
    if (mayTurn) setOwn(null);
  }, [mayTurn]);

  if (document === null || file === undefined) return null;
  const alone = own !== null;
  const turn = (page: number) => {
    if (mayTurn) void act({ type: "turn_page", page });
    else setOwn(page);
  };
  const follow = !mayTurn && (
    <StripButton
      icon={alone ? <IconLink /> : <IconLinkOff />}
      pressed={alone}
      onClick={() => setOwn(alone ? null : together)}
    >
      {t(alone ? "followMe" : "followOwn")}
    </StripButton>
  );
  const tools = (
    <>
      {follow}
      <ZoomButtons zoom={zoom} onZoom={setZoom} />
    </>
  );
  return (
    <>
      <DocumentStrip file={file} by={document.by} isChair={isChair} tools={!narrow && tools} />
      <div className={classes.content} data-document>
        <FileView
          file={file}
          page={own ?? together}
          onPage={mayTurn || alone ? turn : undefined}
          zoom={zoom}
          onZoom={setZoom}
          // Pointing at a page that the others do not see would only confuse.
          onPoint={alone ? undefined : onPoint}
          overlay={!alone && <Pointers />}
        />
        {narrow && <div className={classes.tools}>{tools}</div>}
      </div>
    </>
  );
}

interface DocumentStripProps {
  readonly file: SharedFile;
  readonly by: string;
  readonly isChair: boolean;
  readonly tools: ReactNode;
}

function DocumentStrip({ file, by, isChair, tools }: DocumentStripProps) {
  const t = useT(roomTexts);
  const act = useAct();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const mayTurn = mayUseInput(session, selfId);
  const watchers = useWatchers();
  const icon = kindOf(file) === "image" ? <IconPhoto /> : <IconFileTypePdf />;
  const title =
    by === selfId
      ? t("stripYouShow", { file: shortFileName(file.name) })
      : t("stripShows", { name: shortName(session, by), file: shortFileName(file.name) });
  const close = isChair && (
    <StripButton solid icon={<IconX />} onClick={() => void act({ type: "close_document" })}>
      {t("stripClose")}
    </StripButton>
  );
  if (isChair && watchers.controllerIds.length > 0) {
    const takeBack = () => {
      for (const id of watchers.controllerIds) void act({ type: "revoke_input", participant_id: id });
    };
    return (
      <ControlStrip
        tone="attention"
        icon={<IconHandClick />}
        title={t("stripMayPage", { names: watchers.controllers })}
        text={title}
        actions={
          <>
            {tools}
            {close}
            <StripButton solid icon={<IconArrowBackUp />} onClick={takeBack}>
              {t("stripTakeBack")}
            </StripButton>
          </>
        }
      />
    );
  }
  return (
    <ControlStrip
      tone={mayTurn ? "attention" : "office"}
      icon={mayTurn ? <IconHandClick /> : icon}
      title={mayTurn ? t("stripYouMayPage") : title}
      text={mayTurn ? title : isChair ? watchers.watching : t("stripYouWatch")}
      shortText={mayTurn || isChair ? undefined : t("stripYouWatchShort")}
      actions={
        <>
          {tools}
          {close}
          {mayTurn && (
            <StripButton
              solid
              icon={<IconArrowBackUp />}
              onClick={() => void act({ type: "revoke_input", participant_id: selfId })}
            >
              {t("stripGiveUp")}
            </StripButton>
          )}
        </>
      }
    />
  );
}
