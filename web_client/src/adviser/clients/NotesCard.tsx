/** "Voor collega's": notes that the client never sees. */
import { ActionIcon, Button, Menu, Textarea } from "@mantine/core";
import { IconDots, IconNote, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { clientsTexts } from "../../i18n/clients";
import { announce, useConfirm, useLanguage, useT } from "../../ui";
import { type TimelineEntry, useAddNote, useChangeNote, useDropNote, useTimeline } from "../api/clients";
import { ClientProblem } from "./ClientProblem";
import { whenWords } from "./TimelineCard";

const NOTES = ["note"] as const;
const FEW = 3;

export function NotesCard({ clientId }: { readonly clientId: string }) {
  const t = useT(clientsTexts);
  const notes = useTimeline(clientId, NOTES);
  const add = useAddNote(clientId);
  const [writing, setWriting] = useState(false);
  const [all, setAll] = useState(false);
  const items = notes.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = all ? items : items.slice(0, FEW);
  return (
    <section className="c-notes" aria-labelledby="client-notes">
      <header>
        <IconNote size={20} stroke={1.8} aria-hidden="true" />
        <h2 id="client-notes">{t("forColleagues")}</h2>
        {!writing && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={17} aria-hidden="true" />}
            onClick={() => setWriting(true)}
          >
            {t("note")}
          </Button>
        )}
      </header>
      {writing && (
        <NoteForm
          words=""
          busy={add.isPending}
          error={add.error}
          onCancel={() => setWriting(false)}
          onSave={(text) =>
            add.mutate(text, {
              onSuccess: () => {
                setWriting(false);
                announce(t("noteKept"));
              },
            })
          }
        />
      )}
      {items.length === 0 && !writing && notes.data !== undefined && (
        <p className="c-notes-none">{t("noNotes")}</p>
      )}
      <ul>
        {shown.map((note) => (
          <Note key={note.id} note={note} clientId={clientId} />
        ))}
      </ul>
      {items.length > FEW && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t("fewerNotes") : t("allNotes", { count: items.length })}
        </Button>
      )}
    </section>
  );
}

function Note({ note, clientId }: { readonly note: TimelineEntry; readonly clientId: string }) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const change = useChangeNote(clientId);
  const drop = useDropNote(clientId);
  const [editing, setEditing] = useState(false);
  const words = String(note.detail.text ?? "");
  const remove = async () => {
    const sure = await confirm({
      title: t("dropNoteAsk"),
      text: t("dropNoteText"),
      confirm: t("delete"),
      tone: "danger",
      icon: <IconTrash size={26} stroke={1.7} />,
    });
    if (sure) drop.mutate(note);
  };
  if (editing) {
    return (
      <li>
        <NoteForm
          words={words}
          busy={change.isPending}
          error={change.error}
          onCancel={() => setEditing(false)}
          onSave={(text) => change.mutate({ note, text }, { onSuccess: () => setEditing(false) })}
        />
      </li>
    );
  }
  return (
    <li>
      <div className="c-note-head">
        <span>{[note.actor.name, whenWords(language, new Date(note.at))].filter(Boolean).join(", ")}</span>
        {note.mine && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="2rem" aria-label={t("noteActions")}>
                <IconDots size={18} aria-hidden="true" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={19} />} onClick={() => setEditing(true)}>
                {t("edit")}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={19} />} onClick={() => void remove()}>
                {t("delete")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <p>{words}</p>
      <ClientProblem error={drop.error} />
    </li>
  );
}

interface NoteFormProps {
  readonly words: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSave: (text: string) => void;
  readonly onCancel: () => void;
}

function NoteForm({ words, busy, error, onSave, onCancel }: NoteFormProps) {
  const t = useT(clientsTexts);
  const [text, setText] = useState(words);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") onSave(text.trim());
  };
  return (
    <form className="c-note-form" onSubmit={submit}>
      <Textarea
        aria-label={t("note")}
        description={t("noteHint")}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoFocus
      />
      <ClientProblem error={error} />
      <div className="a-buttons">
        <Button type="submit" size="sm" loading={busy} disabled={text.trim() === ""}>
          {t("save")}
        </Button>
        <Button variant="default" size="sm" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
