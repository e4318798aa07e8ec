/** Sharing a document: with whom, what, and for whose eyes. */
import { ActionIcon, Button, Checkbox, Group, Modal, Radio, Textarea } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { papersTexts } from "../../i18n/documents-crm";
import { randomId } from "../../protocol/ids";
import { announce, Notice, useT } from "../../ui";
import { isPassing } from "../api/client";
import { MOST_OF_FILTER, type Target, useFound } from "../api/clients";
import {
  type OfficeDocument,
  type Share,
  uploadDocument,
  useDeleteDocument,
  useDocuments,
  useShare,
  useShareWithMany,
} from "../api/documents";
import type { PickedClient } from "../clients/ClientPicker";
import { OwnClientsOnly } from "../clients/OwnClientsOnly";
import { CopyText } from "../shell/CopyText";
import { ClientsField } from "./ClientsField";
import { DocumentProblem } from "./DocumentProblem";
import { DocumentTile } from "./DocumentTile";
import { FilesField } from "./FilesField";
import { SharingProgress } from "./SharingProgress";
import "./documents.css";

type ByFilter = Extract<Target, { readonly filter: unknown }>;

interface ShareDocumentDialogProps {
  /** Who gets it; empty: to be chosen here. */
  readonly clientIds?: readonly string[];
  /** Their names, where the page knows them. */
  readonly clients?: readonly PickedClient[];
  /** Everybody whom a filter of the list finds: the server goes on with it by itself. */
  readonly byFilter?: ByFilter;
  /** What is shared; absent: to be chosen here. */
  readonly document?: OfficeDocument | undefined;
  readonly onClose: () => void;
}

export function ShareDocumentDialog({
  clientIds = [],
  clients = [],
  byFilter,
  document,
  onClose,
}: ShareDocumentDialogProps) {
  const t = useT(papersTexts);
  const [chosen, setChosen] = useState<readonly PickedClient[]>(clients);
  const [papers, setPapers] = useState<readonly OfficeDocument[]>(document ? [document] : []);
  const [made, setMade] = useState<readonly Share[]>();
  const drop = useDeleteDocument();
  const loose = useRef(new Set<string>());
  const [sharing, setSharing] = useState<string>();
  const known = byFilter !== undefined || clientIds.length > 0 || document?.client != null;
  const everybody = known
    ? clientIds.length > 0
      ? clientIds
      : [document?.client?.id ?? ""]
    : chosen.map(({ id }) => id);

  const close = () => {
    // What was uploaded for this and not shared is nobody's.
    if (made === undefined && sharing === undefined)
      for (const paper of papers) if (loose.current.has(paper.id)) drop.mutate(paper);
    onClose();
  };
  return (
    <Modal opened onClose={close} title={t("shareTitle")} size="42rem">
      {sharing !== undefined ? (
        <SharingProgress id={sharing} onClose={onClose} />
      ) : made ? (
        <SharedLinks made={made} clients={chosen} onClose={close} />
      ) : (
        <OwnClientsOnly says="elsewhereShare" onClose={close} chosen={known}>
          <ShareForm
            everybody={everybody}
            byFilter={byFilter}
            onBegun={setSharing}
            papers={papers}
            onPapers={setPapers}
            fixed={document !== undefined}
            onUploaded={(paper) => loose.current.add(paper.id)}
            onShared={(items, internal) => {
              announce(t(internal ? "internalDone" : "sharedDone", { count: items.length }));
              const alone = items.every(({ link, email }) => link === "" || email !== "");
              if (alone) {
                setPapers([]);
                onClose();
              } else setMade(items);
            }}
            onCancel={close}
          >
            {byFilter ? null : known ? (
              everybody.length > 1 && (
                <p className="a-tight">{t("chosenClients", { count: everybody.length })}</p>
              )
            ) : (
              <ClientsField label={t("shareWho")} clients={chosen} onChange={setChosen} />
            )}
          </ShareForm>
        </OwnClientsOnly>
      )}
    </Modal>
  );
}

interface ShareFormProps {
  readonly everybody: readonly string[];
  readonly byFilter: ByFilter | undefined;
  readonly onBegun: (sharing: string) => void;
  readonly papers: readonly OfficeDocument[];
  readonly onPapers: (papers: readonly OfficeDocument[]) => void;
  readonly fixed: boolean;
  readonly onUploaded: (paper: OfficeDocument) => void;
  readonly onShared: (items: readonly Share[], internal: boolean) => void;
  readonly onCancel: () => void;
  readonly children: React.ReactNode;
}

function ShareForm({
  everybody,
  byFilter,
  onBegun,
  papers,
  onPapers,
  fixed,
  onUploaded,
  onShared,
  onCancel,
  children,
}: ShareFormProps) {
  const t = useT(papersTexts);
  const share = useShare();
  const many = useShareWithMany();
  const found = useFound(byFilter);
  const [once, setOnce] = useState(randomId);
  const tooMany = (found.data ?? 0) > MOST_OF_FILTER;
  const [internal, setInternal] = useState(false);
  const [library, setLibrary] = useState(false);
  const [notify, setNotify] = useState(true);
  const [text, setText] = useState("");
  const [complaint, setComplaint] = useState<string>();

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (byFilter === undefined && everybody.length === 0) return setComplaint(t("chooseClientFirst"));
    if (papers.length === 0) return setComplaint(t("chooseFileFirst"));
    setComplaint(undefined);
    const wish = {
      document_ids: papers.map(({ id }) => id),
      text,
      notify: notify && !internal,
      internal,
      library,
    };
    if (byFilter) {
      many.mutate(
        { ...wish, filter: byFilter.filter, except_ids: byFilter.except, once },
        {
          onSuccess: ({ id }) => onBegun(id),
          // Refused: what is asked next is another wish. Without an answer it is the same.
          onError: (error) => !isPassing(error) && setOnce(randomId()),
        },
      );
      return;
    }
    share.mutate({ ...wish, client_ids: everybody }, { onSuccess: ({ items }) => onShared(items, internal) });
  };
  return (
    <form className="d-form" onSubmit={submit} noValidate>
      {byFilter && found.data !== undefined && (
        <p className="a-tight">{t("shareFound", { count: found.data, most: MOST_OF_FILTER })}</p>
      )}
      {tooMany && <Notice kind="warning">{t("shareTooMany", { most: MOST_OF_FILTER })}</Notice>}
      {children}
      <PapersField papers={papers} onPapers={onPapers} fixed={fixed} onUploaded={onUploaded} />
      <Radio.Group
        label={t("forWhom")}
        value={internal ? "internal" : "client"}
        onChange={(value) => setInternal(value === "internal")}
      >
        <div className="a-stack" style={{ gap: "0.625rem", marginTop: "0.5rem" }}>
          <Radio value="client" label={t("forClient")} description={t("forClientHint")} />
          <Radio value="internal" label={t("forOffice")} description={t("forOfficeHint")} />
        </div>
      </Radio.Group>
      {!internal && (
        <>
          <Textarea
            label={t("message")}
            description={t("messageHint")}
            autosize
            minRows={3}
            maxLength={5000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Checkbox
            label={t("notify")}
            checked={notify}
            onChange={(event) => setNotify(event.currentTarget.checked)}
          />
        </>
      )}
      {papers.some(({ state }) => state !== "library") && (
        <Checkbox
          label={t("alsoLibrary")}
          checked={library}
          onChange={(event) => setLibrary(event.currentTarget.checked)}
        />
      )}
      {complaint && (
        <p className="c-field-error" role="alert">
          {complaint}
        </p>
      )}
      <DocumentProblem error={share.error ?? many.error ?? found.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t("cancel")}
        </Button>
        <Button
          type="submit"
          loading={share.isPending || many.isPending}
          disabled={tooMany || (byFilter !== undefined && found.data === undefined)}
        >
          {t(internal ? "save" : "send")}
        </Button>
      </Group>
    </form>
  );
}

type PapersFieldProps = Pick<ShareFormProps, "papers" | "onPapers" | "fixed" | "onUploaded">;

/** What is shared: from one's own documents, or from this computer. */
function PapersField({ papers, onPapers, fixed, onUploaded }: PapersFieldProps) {
  const t = useT(papersTexts);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const library = useDocuments({ state: "library" }, !fixed);
  const own = (library.data?.pages ?? []).flatMap(({ items }) => items);
  const offered = own.filter(({ id }) => !papers.some((paper) => paper.id === id));

  const upload = async (files: readonly File[]) => {
    setBusy(true);
    setError(undefined);
    const come: OfficeDocument[] = [];
    try {
      for (const file of files) {
        const paper = await uploadDocument({ file });
        onUploaded(paper);
        come.push(paper);
      }
    } catch (problem) {
      setError(problem);
    }
    onPapers([...papers, ...come]);
    setBusy(false);
  };
  return (
    <fieldset className="d-group">
      <legend className="a-label">{t("shareWhat")}</legend>
      {papers.length > 0 && (
        <ul className="d-chosen">
          {papers.map((paper) => (
            <li key={paper.id}>
              <span>{paper.name}</span>
              {fixed ? (
                <span style={{ width: "0.625rem" }} />
              ) : (
                <ActionIcon
                  variant="subtle"
                  size="lg"
                  aria-label={t("removeFile", { name: paper.name })}
                  onClick={() => onPapers(papers.filter(({ id }) => id !== paper.id))}
                >
                  <IconX size={17} aria-hidden="true" />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      {!fixed && (
        <>
          <FilesField busy={busy} onFiles={(files) => void upload(files)} label={t("fromComputer")} />
          {offered.length > 0 && (
            <>
              <p className="a-label">{t("fromLibrary")}</p>
              <ul className="d-rows">
                {offered.slice(0, 8).map((paper) => (
                  <li key={paper.id}>
                    <button type="button" className="d-open" onClick={() => onPapers([...papers, paper])}>
                      <DocumentTile document={paper} />
                      <span className="d-words">
                        <strong>{paper.name}</strong>
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </>
          )}
          <DocumentProblem error={error} />
        </>
      )}
    </fieldset>
  );
}

interface SharedLinksProps {
  readonly made: readonly Share[];
  readonly clients: readonly PickedClient[];
  readonly onClose: () => void;
}

/** Without a mail somebody has to give the client their link. */
function SharedLinks({ made, clients, onClose }: SharedLinksProps) {
  const t = useT(papersTexts);
  return (
    <div className="d-form">
      <p role="status">{t("sharedDone", { count: made.length })}</p>
      <ul className="d-rows">
        {made.map(({ client_id, link }) => {
          const name = clients.find(({ id }) => id === client_id)?.name ?? t("client");
          return (
            <li key={client_id}>
              <div className="d-row">
                <span className="d-words">
                  <strong>{t("linkOf", { name })}</strong>
                  <span>{link}</span>
                </span>
                <CopyText text={link} label={t("linkOf", { name })} />
              </div>
            </li>
          );
        })}
      </ul>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t("close")}</Button>
      </Group>
    </div>
  );
}
