/** One document in a list: what it is, whose, how it stands, and what can be done with it. */
import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconBooks,
  IconCheck,
  IconDots,
  IconDownload,
  IconEye,
  IconFileUpload,
  IconLock,
  IconPencil,
  IconShare2,
  IconSignature,
  IconTrash,
  IconUserCheck,
} from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { papersTexts } from "../../i18n/documents-crm";
import { StatusChip, useLanguage, useT } from "../../ui";
import { contentOf, type OfficeDocument } from "../api/documents";
import { DocumentTile } from "./DocumentTile";
import { canSign, captionOf, STATUS_WORDS, toneOf } from "./look";

export type DocumentAction =
  | "open"
  | "share"
  | "internal"
  | "shared"
  | "rename"
  | "replace"
  | "library"
  | "sign"
  | "remove";

interface DocumentRowProps {
  readonly document: OfficeDocument;
  readonly onAct: (action: DocumentAction, document: OfficeDocument) => void;
  /** On the client's own page the name of the client says nothing. */
  readonly withClient?: boolean;
}

const ICON = { size: 18, "aria-hidden": true } as const;

export function DocumentRow({ document, onAct, withClient = true }: DocumentRowProps) {
  const t = useT(papersTexts);
  const language = useLanguage();
  const caption = [withClient ? document.client?.name : undefined, captionOf(document, t, language)];
  if (document.versions > 1) caption.push(t("version", { number: document.number }));
  return (
    <li>
      <div className="d-row">
        <button type="button" className="d-open" onClick={() => onAct("open", document)}>
          <DocumentTile document={document} />
          <span className="d-words">
            <strong>
              <span className="s-hidden">{t("open")}: </span>
              {document.name}
            </strong>
            <span>{caption.filter(Boolean).join(" · ")}</span>
          </span>
        </button>
        <span className="d-side">
          {document.status === "library" ? null : canSign(document) && !withClient ? (
            <Button
              variant="light"
              size="sm"
              leftSection={<IconSignature {...ICON} />}
              onClick={() => onAct("sign", document)}
            >
              {t("sign")}
            </Button>
          ) : (
            <StatusChip
              tone={toneOf(document.status)}
              icon={document.status === "signed" ? <IconCheck size={16} /> : undefined}
            >
              {t(STATUS_WORDS[document.status])}
            </StatusChip>
          )}
          <DocumentMenu document={document} onAct={onAct} />
        </span>
      </div>
    </li>
  );
}

function DocumentMenu({ document, onAct }: Omit<DocumentRowProps, "withClient">) {
  const t = useT(papersTexts);
  const navigate = useNavigate();
  const act = (action: DocumentAction) => () => onAct(action, document);
  const fixed = document.kind !== "document";
  const owned = document.client !== null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" size="xl" aria-label={t("menuNamed", { name: document.name })}>
          <IconDots size={20} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconEye {...ICON} />} onClick={act("open")}>
          {t("open")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDownload {...ICON} />}
          component="a"
          href={contentOf(document.id, false)}
          download={document.name}
        >
          {t("download")}
        </Menu.Item>
        {(!owned || document.state === "shared") && (
          <Menu.Item leftSection={<IconShare2 {...ICON} />} onClick={act("share")}>
            {t(owned ? "shareAgain" : "share")}
          </Menu.Item>
        )}
        {canSign(document) && (
          <Menu.Item leftSection={<IconSignature {...ICON} />} onClick={act("sign")}>
            {t("sign")}
          </Menu.Item>
        )}
        {document.envelope_id !== null && document.signing !== "draft" && (
          <Menu.Item
            leftSection={<IconSignature {...ICON} />}
            onClick={() => void navigate(`/adviser/signing/${document.envelope_id}`)}
          >
            {t("toEnvelope")}
          </Menu.Item>
        )}
        {owned && document.state === "shared" && (
          <Menu.Item leftSection={<IconLock {...ICON} />} onClick={act("internal")}>
            {t("makeInternal")}
          </Menu.Item>
        )}
        {owned && document.state === "internal" && (
          <Menu.Item leftSection={<IconUserCheck {...ICON} />} onClick={act("shared")}>
            {t("makeShared")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconPencil {...ICON} />} onClick={act("rename")}>
          {t("rename")}
        </Menu.Item>
        {!fixed && (
          <Menu.Item leftSection={<IconFileUpload {...ICON} />} onClick={act("replace")}>
            {t("replace")}
          </Menu.Item>
        )}
        {document.state !== "library" && (
          <Menu.Item leftSection={<IconBooks {...ICON} />} onClick={act("library")}>
            {t("toLibrary")}
          </Menu.Item>
        )}
        {document.session_id !== null && (
          <Menu.Item
            component={Link}
            to={`/adviser/sessions/${document.session_id}`}
            leftSection={<IconEye {...ICON} />}
          >
            {t("toSession")}
          </Menu.Item>
        )}
        <Menu.Item color="red" leftSection={<IconTrash {...ICON} />} onClick={act("remove")}>
          {t("remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
