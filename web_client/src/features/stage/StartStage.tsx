/** What the adviser's stage offers while nothing is shared: the things that can be looked at together. */
import { Button, Kbd } from "@mantine/core";
import {
  IconBlur,
  IconEye,
  IconFileTypePdf,
  IconFileUpload,
  IconHandClick,
  IconScreenShare,
  IconUserPlus,
} from "@tabler/icons-react";
import { type ReactNode, Suspense, useRef } from "react";
import { roomTexts } from "../../i18n/room";
import { useAct, useCallState, useRoom, useRoomState } from "../../room/context";
import { clients, shortName } from "../../room/people";
import { useT } from "../../ui";
import { ClientCard } from "../client";
import { FileIcon } from "../files/FileIcon";
import { canShow, kindName, kindOf } from "../files/kinds";
import { useFileList } from "../files/useFiles";
import { useInvitation } from "../invite/useInvitation";
import { StartTiles } from "../page/lazy";
import { useShare } from "../share/useShare";
import { SHORTCUTS } from "../shortcuts/keys";
import classes from "./Start.module.css";

/** As many as fit without scrolling on a laptop. */
const MOST_FILES = 4;

export function StartStage({ before }: { readonly before?: ReactNode }) {
  const t = useT(roomTexts);
  const act = useAct();
  const { ui, uploads } = useRoom();
  const session = useRoomState((state) => state.session);
  const isChair = useRoomState((state) => state.isChair);
  const canShare = useCallState((state) => state.screen.available);
  const share = useShare();
  const invitation = useInvitation();
  const input = useRef<HTMLInputElement>(null);
  const files = useFileList().filter(canShow);
  const people = clients(session);

  const showFile = async (file: File | undefined) => {
    if (file === undefined) return;
    // The panel tells how far it is, and why not if it fails.
    ui.show("files");
    const id = await uploads.add(file, "everyone");
    if (id !== null) await act({ type: "show_document", file_id: id, page: 1 });
  };

  return (
    <div className={classes.start}>
      <div className={classes.inner}>
        {before}
        <ClientCard />
        <h2 className={classes.title}>{t("startTitle")}</h2>
        <p className={classes.lead}>{t(isChair ? "startText" : "startTextColleague")}</p>
        {isChair && (
          <>
            <Suspense fallback={<div className={classes.tilesPlace} />}>
              <StartTiles />
            </Suspense>
            <h3 className={classes.other}>{t("startOther")}</h3>
          </>
        )}
        <div className={classes.tiles}>
          {canShare && (
            <Tile
              tone="office"
              icon={<IconScreenShare />}
              title={t("startShare")}
              text={t("startShareText")}
              onClick={() => void share.start()}
            />
          )}
          {isChair && (
            <Tile
              tone="red"
              icon={<IconFileUpload />}
              title={t("startDocument")}
              text={t("startDocumentText")}
              onClick={() => input.current?.click()}
            />
          )}
          {isChair &&
            people.slice(0, 3).map((person) => {
              const name = shortName(session, person.id);
              const asked = person.sharing === "asked" || person.sharing === "allowed";
              return (
                <Tile
                  key={person.id}
                  tone="apricot"
                  icon={<IconScreenShare />}
                  title={t("startAsk", { name })}
                  text={asked ? t("startAsked", { name }) : t("startAskText", { name })}
                  disabled={asked}
                  onClick={() => void act({ type: "ask_share", participant_id: person.id })}
                />
              );
            })}
          {invitation && (
            <Tile
              tone="dashed"
              icon={<IconUserPlus />}
              title={t("startInvite")}
              text={t("startInviteText")}
              onClick={() => ui.open({ name: "mail" })}
            />
          )}
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept="application/pdf,image/png,image/jpeg,image/gif,image/webp"
          onChange={(event) => {
            void showFile(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
        {isChair && files.length > 0 && (
          <section className={classes.recent}>
            <h3>{t("filesInSession")}</h3>
            <ul>
              {files.slice(0, MOST_FILES).map((file) => (
                <li key={file.id}>
                  <FileIcon kind={kindOf(file)} />
                  <div className={classes.fileText}>
                    <strong>{file.name}</strong>
                    <span>
                      {kindName(file)}
                      {file.pages > 0 && ` · ${t("filePages", { count: file.pages })}`}
                    </span>
                  </div>
                  <Button
                    variant="subtle"
                    leftSection={<IconFileTypePdf size={18} stroke={1.8} />}
                    aria-label={`${t("showOnStage")} ${file.name}`}
                    onClick={() => void act({ type: "show_document", file_id: file.id, page: 1 })}
                  >
                    {t("showOnStage")}
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {isChair && files.length === 0 && (
          <section className={classes.recent}>
            <h3>{t("goodToKnow")}</h3>
            <ul>
              <Fact
                icon={<IconEye />}
                title={t("knowSees")}
                text={t("knowSeesText")}
                keys={SHORTCUTS.shareScreen}
              />
              <Fact
                icon={<IconBlur />}
                title={t("knowBlur")}
                text={t("knowBlurText")}
                keys={SHORTCUTS.blurScreen}
              />
              <Fact
                icon={<IconHandClick />}
                title={t("knowInput")}
                text={t("knowInputText")}
                keys={SHORTCUTS.inputRights}
              />
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}

interface FactProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly keys: string;
}

function Fact({ icon, title, text, keys }: FactProps) {
  const t = useT(roomTexts);
  return (
    <li>
      <span className={classes.factIcon} aria-hidden="true">
        {icon}
      </span>
      <div className={classes.fact}>
        <strong>{title}</strong>
        <span>{text}</span>
      </div>
      <Kbd className={classes.keys} title={t("shortcutIs", { key: keys })}>
        {keys}
      </Kbd>
    </li>
  );
}

interface TileProps {
  readonly tone: "office" | "red" | "apricot" | "dashed";
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function Tile({ tone, icon, title, text, disabled, onClick }: TileProps) {
  return (
    <button
      type="button"
      className={classes.tile}
      data-tone={tone}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onClick}
    >
      <span className={classes.tileIcon} aria-hidden="true">
        {icon}
      </span>
      <span className={classes.tileTitle}>{title}</span>
      <span className={classes.tileText}>{text}</span>
    </button>
  );
}
