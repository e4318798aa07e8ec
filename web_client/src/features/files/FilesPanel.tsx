/** The files of the session: who sees which, what can be done with it, and the place to drop more. */
import { ActionIcon, Button, Menu, Progress, SegmentedControl } from "@mantine/core";
import {
  IconDotsVertical,
  IconDownload,
  IconEye,
  IconFileOff,
  IconFiles,
  IconLock,
  IconPencil,
  IconPresentation,
  IconShare,
  IconTrash,
  IconUpload,
  IconX,
} from "@tabler/icons-react";
import { useId, useRef, useState, useSyncExternalStore } from "react";
import { formatBytes, formatList, formatTime, refusal } from "../../i18n";
import { commonTexts } from "../../i18n/common";
import { roomTexts } from "../../i18n/room";
import { signroomTexts } from "../../i18n/signroom";
import { useAct, useRoom, useRoomState, useUiState } from "../../room/context";
import { clients, shortName } from "../../room/people";
import { SidePanel } from "../../room/SidePanel";
import { useWidth } from "../../room/useWidth";
import { maySeeFile, type SharedFile, type Signing, signerHere } from "../../state/session";
import { CountChip, EmptyState, StatusChip, useConfirm, useLanguage, useT } from "../../ui";
import { ReadySection } from "../client";
import { elsewhere, shortSigner, signingNow } from "../signroom/words";
import { FileIcon } from "./FileIcon";
import classes from "./Files.module.css";
import { KeepItem } from "./KeepItem";
import { canShow, kindName, kindOf } from "./kinds";
import type { Audience, Upload } from "./uploads";
import { useDownload, useFileList } from "./useFiles";

export function FilesPanel() {
  const t = useT(roomTexts);
  const { uploads } = useRoom();
  const files = useFileList();
  const sending = useSyncExternalStore(uploads.subscribe, uploads.getState);
  const [audience, setAudience] = useState<Audience>("everyone");
  return (
    <SidePanel
      name="files"
      title={t("files")}
      badge={<CountChip count={files.length} label={t("shared", { count: files.length })} tone="neutral" />}
      footer={
        <DropBox audience={audience} onAudience={setAudience} compact={files.length + sending.length > 0} />
      }
    >
      <ReadySection />
      {files.length === 0 && sending.length === 0 && (
        <EmptyState icon={<IconFiles size={34} stroke={1.6} />} title={t("filesEmptyTitle")}>
          {t("filesEmptyText")}
        </EmptyState>
      )}
      {sending.length > 0 && (
        <ul className={classes.list} aria-label={t("chooseFile")}>
          {sending.map((upload) => (
            <UploadRow key={upload.key} upload={upload} />
          ))}
        </ul>
      )}
      {files.length > 0 && (
        <ul className={classes.list} aria-label={t("files")}>
          {files.map((file) => (
            <FileRow key={file.id} file={file} />
          ))}
        </ul>
      )}
    </SidePanel>
  );
}

function FileRow({ file }: { readonly file: SharedFile }) {
  const t = useT(roomTexts);
  const signroom = useT(signroomTexts);
  const language = useLanguage();
  const { ui } = useRoom();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const isChair = useRoomState((state) => state.isChair);
  const isNew = useUiState((state) => state.newFiles.includes(file.id));
  const addedAt = useRoomState((state) => {
    const first = state.timeline.find(({ event }) => "file_id" in event && event.file_id === file.id);
    return first?.at ?? null;
  });
  const shown = session.document?.file_id === file.id;
  const isPdf = kindOf(file) === "pdf";
  const signing = session.signing?.file_id === file.id ? session.signing : null;
  const origin =
    file.participant_id === "system"
      ? signroom("badgeMade")
      : file.participant_id === selfId
        ? undefined
        : t("fileFrom", { name: shortName(session, file.participant_id) || "?" });
  const details = [
    kindName(file),
    file.pages > 0 ? t("filePages", { count: file.pages }) : formatBytes(language, file.size),
    origin,
    isChair && !isPdf ? signroom("cannotSign") : undefined,
    addedAt === null ? undefined : formatTime(language, new Date(addedAt)),
  ].filter(Boolean);

  return (
    <li className={classes.row} data-shown={shown || undefined} data-new={isNew || undefined}>
      <FileIcon kind={kindOf(file)} />
      <div className={classes.what}>
        {canShow(file) ? (
          <button
            type="button"
            className={classes.fileName}
            onClick={() => ui.open({ name: "preview", fileId: file.id })}
          >
            {file.name}
          </button>
        ) : (
          <strong className={classes.fileName}>{file.name}</strong>
        )}
        <span className={classes.details}>{details.join(" · ")}</span>
        <span className={classes.chips}>
          {signing !== null ? (
            <SigningBadge signing={signing} />
          ) : shown ? (
            <StatusChip tone="office">{t("onStageNow")}</StatusChip>
          ) : (
            (isChair || file.participant_id === selfId) && <SeenBy file={file} />
          )}
        </span>
      </div>
      {isChair && isPdf && signing === null && <Pencil file={file} />}
      <FileMenu file={file} />
    </li>
  );
}

function SigningBadge({ signing }: { readonly signing: Signing }) {
  const t = useT(signroomTexts);
  const language = useLanguage();
  const own = useRoomState((state) => signerHere(state.session, state.selfId));
  const now = signingNow(signing);
  const turns = now.length > 0 ? now : elsewhere(signing);
  const names = formatList(
    language,
    turns.map((one) => shortSigner(signing, one)),
  );
  return (
    <StatusChip tone="attention">
      {own === null ? t("badgeNames", { count: turns.length, names }) : t("badgeYou")}
    </StatusChip>
  );
}

/** The way to have a file signed, for who leads the session. */
function Pencil({ file }: { readonly file: SharedFile }) {
  const t = useT(signroomTexts);
  const room = useT(roomTexts);
  const { signing, ui } = useRoom();
  const busy = useRoomState((state) => state.session.signing !== null);
  const narrow = useWidth() === "narrow";
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      aria-label={t("pencil", { file: file.name })}
      title={t("pencil", { file: file.name })}
      onClick={() => {
        if (busy) {
          ui.tell("info", room("refusal_signing_now"));
          return;
        }
        // On a phone the panel lies over the stage.
        if (narrow) ui.show(null);
        void signing.preparing.begin(file);
      }}
    >
      <IconPencil size={20} />
    </ActionIcon>
  );
}

function SeenBy({ file }: { readonly file: SharedFile }) {
  const t = useT(roomTexts);
  const language = useLanguage();
  const session = useRoomState((state) => state.session);
  if (file.everyone) {
    return (
      <StatusChip tone="office" icon={<IconEye />}>
        {t("everyoneSees")}
      </StatusChip>
    );
  }
  if (file.participant_ids.length > 0) {
    const names = formatList(
      language,
      file.participant_ids.map((id) => shortName(session, id)).filter(Boolean),
    );
    return (
      <StatusChip tone="attention" icon={<IconEye />}>
        {t("someSee", { names })}
      </StatusChip>
    );
  }
  return <StatusChip icon={<IconLock />}>{t("hostsSee")}</StatusChip>;
}

function FileMenu({ file }: { readonly file: SharedFile }) {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const act = useAct();
  const confirm = useConfirm();
  const download = useDownload();
  const { ui } = useRoom();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const isChair = useRoomState((state) => state.isChair);
  const mayManage = isChair || file.participant_id === selfId;
  const cannotSee = file.everyone ? [] : clients(session).filter((one) => !maySeeFile(session, one.id, file));
  const shown = session.document?.file_id === file.id;

  const withdraw = async () => {
    const sure = await confirm({
      title: t("withdrawTitle", { file: file.name }),
      text: t("withdrawText"),
      confirm: t("withdraw"),
      icon: <IconFileOff size={24} stroke={1.8} />,
      tone: "danger",
    });
    if (sure) await act({ type: "withdraw_file", file_id: file.id });
  };

  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t("fileActions", { file: file.name })}
        >
          <IconDotsVertical size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isChair && canShow(file) && !shown && session.signing === null && (
          <Menu.Item
            leftSection={<IconPresentation size={18} />}
            onClick={() => void act({ type: "show_document", file_id: file.id, page: 1 })}
          >
            {t("showToAll")}
          </Menu.Item>
        )}
        {canShow(file) && (
          <Menu.Item
            leftSection={<IconEye size={18} />}
            onClick={() => ui.open({ name: "preview", fileId: file.id })}
          >
            {t("preview")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconDownload size={18} />} onClick={() => void download(file)}>
          {common("download")}
        </Menu.Item>
        {isChair && <KeepItem file={file} />}
        {mayManage && !file.everyone && (
          <Menu.Item
            leftSection={<IconShare size={18} />}
            onClick={() => void act({ type: "share_file", file_id: file.id, everyone: true })}
          >
            {t("shareEveryone")}
          </Menu.Item>
        )}
        {mayManage &&
          cannotSee.length > 0 &&
          clients(session).length > 1 &&
          cannotSee.map((one) => (
            <Menu.Item
              key={one.id}
              leftSection={<IconShare size={18} />}
              onClick={() =>
                void act({
                  type: "share_file",
                  file_id: file.id,
                  everyone: false,
                  participant_ids: [...file.participant_ids, one.id],
                })
              }
            >
              {t("shareWith", { name: one.name })}
            </Menu.Item>
          ))}
        {mayManage && session.signing?.file_id !== file.id && (
          <>
            <Menu.Divider />
            <Menu.Item
              color="var(--s-danger-text)"
              leftSection={<IconTrash size={18} />}
              onClick={() => void withdraw()}
            >
              {t("withdraw")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function UploadRow({ upload }: { readonly upload: Upload }) {
  const t = useT(roomTexts);
  const language = useLanguage();
  const { uploads } = useRoom();
  const failed = upload.state === "failed";
  const size = formatBytes(language, upload.size);
  const why = () => {
    if (upload.code === "too_large" || upload.code === "file_too_large") {
      return t("uploadTooLarge", { size, limit: formatBytes(language, uploads.limit) });
    }
    if (upload.code === "empty") return t("uploadEmpty");
    return upload.code === null || upload.code === "unreachable"
      ? t("uploadFailed")
      : refusal(language, upload.code, roomTexts);
  };
  return (
    <li className={classes.row}>
      <FileIcon kind={kindOf({ name: upload.name, media_type: "" })} failed={failed} />
      <div className={classes.what}>
        <div className={classes.uploadHead}>
          <strong className={classes.fileName}>{upload.name}</strong>
          {!failed && (
            <span className={`${classes.details} s-digits`}>
              {upload.state === "waiting"
                ? t("uploadWaiting")
                : t("uploadProgress", {
                    done: formatBytes(language, upload.size * upload.part),
                    total: size,
                  })}
            </span>
          )}
        </div>
        {failed ? (
          <span className={classes.problem} role="alert">
            {why()}
          </span>
        ) : (
          <Progress value={upload.part * 100} size={6} aria-label={upload.name} />
        )}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t(failed ? "uploadDismiss" : "uploadCancel", { file: upload.name })}
        onClick={() => uploads.cancel(upload.key)}
      >
        <IconX size={20} />
      </ActionIcon>
    </li>
  );
}

interface DropBoxProps {
  readonly audience: Audience;
  readonly onAudience: (audience: Audience) => void;
  /** The list above needs the room. */
  readonly compact: boolean;
}

function DropBox({ audience, onAudience, compact }: DropBoxProps) {
  const t = useT(roomTexts);
  const language = useLanguage();
  const { uploads } = useRoom();
  const signroom = useT(signroomTexts);
  const isClient = useRoomState((state) => state.self?.role === "client");
  const isChair = useRoomState((state) => state.isChair);
  const input = useRef<HTMLInputElement>(null);
  const question = useId();
  const [over, setOver] = useState(false);
  const add = (files: FileList | null) => {
    for (const file of files ?? []) void uploads.add(file, audience);
  };
  return (
    <section
      className={classes.drop}
      data-over={over || undefined}
      data-compact={compact || undefined}
      aria-label={t("chooseFile")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        add(event.dataTransfer.files);
      }}
    >
      <IconUpload size={26} stroke={1.8} aria-hidden="true" className={classes.dropIcon} />
      <div className={classes.dropText}>
        <strong>{t("dropFile")}</strong>
        <span className={classes.details}>
          {t("dropFileLimit", { size: formatBytes(language, uploads.limit) })}
        </span>
        {isChair && <span className={classes.details}>{signroom("onlyPdf")}</span>}
      </div>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          add(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
      <Button variant="default" onClick={() => input.current?.click()}>
        {t("chooseFile")}
      </Button>
      <span id={question} className={classes.question}>
        {t("audience")}
      </span>
      <SegmentedControl
        aria-labelledby={question}
        fullWidth
        size="xs"
        value={audience}
        onChange={(value) => onAudience(value === "hosts" ? "hosts" : "everyone")}
        data={[
          { value: "everyone", label: t("audienceEveryone") },
          { value: "hosts", label: t(isClient ? "audienceHostsClient" : "audienceHosts") },
        ]}
      />
    </section>
  );
}
