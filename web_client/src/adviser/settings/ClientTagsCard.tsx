/** The labels of an office: other names, and which ones may go. */
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { clientsTexts } from "../../i18n/clients";
import { announce, Panel, useT } from "../../ui";
import { type Tag, useAddTag, useDropTag, useRenameTag, useTags } from "../api/clientParts";
import { ClientProblem } from "../clients/ClientProblem";
import { Loaded } from "../shell/Problem";
import { EditableRow } from "./EditableRow";

export function ClientTagsCard() {
  const t = useT(clientsTexts);
  const tags = useTags();
  const add = useAddTag();
  const [name, setName] = useState("");
  const [renaming, setRenaming] = useState<Tag>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    add.mutate(name.trim(), {
      onSuccess: () => {
        announce(t("labelsAdded", { names: name.trim() }));
        setName("");
      },
    });
  };
  return (
    <Panel title={t("labels")} flush>
      <Loaded query={tags} lines={3}>
        {(list) =>
          list.length === 0 ? (
            <p className="a-inset a-quiet">{t("noLabelsYet")}</p>
          ) : (
            <ul className="a-rows">
              {list.map((tag) => (
                <TagRow key={tag.id} tag={tag} onRename={() => setRenaming(tag)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <form className="a-inset a-top-line c-inline-form" onSubmit={submit}>
        <TextInput
          aria-label={t("newLabel")}
          placeholder={t("newLabel")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={60}
        />
        <Button type="submit" variant="default" loading={add.isPending} disabled={name.trim() === ""}>
          {t("addLabels")}
        </Button>
        {Boolean(add.error) && (
          <div className="a-whole-line">
            <ClientProblem error={add.error} />
          </div>
        )}
      </form>
      {renaming && <RenameDialog tag={renaming} onClose={() => setRenaming(undefined)} />}
    </Panel>
  );
}

function TagRow({ tag, onRename }: { readonly tag: Tag; readonly onRename: () => void }) {
  const t = useT(clientsTexts);
  const drop = useDropTag();
  const { name, count } = tag;
  return (
    <EditableRow
      name={name}
      editLabel={t("renameTag", { name })}
      onEdit={onRename}
      error={drop.error}
      dropping={{
        label: t("dropTag", { name }),
        ask: t("dropTagAsk", { name }),
        text: t("dropTagText", { count }),
        done: t("labelDropped", { name }),
        busy: drop.isPending,
        drop: (then) => drop.mutate(tag, then),
      }}
    >
      <Link className="c-small-link" to={`/adviser/clients?tags=${tag.id}`}>
        {t("clientsCount", { count })}
      </Link>
    </EditableRow>
  );
}

function RenameDialog({ tag, onClose }: { readonly tag: Tag; readonly onClose: () => void }) {
  const t = useT(clientsTexts);
  const rename = useRenameTag();
  const [name, setName] = useState(tag.name);
  return (
    <Modal opened onClose={onClose} title={t("renameTag", { name: tag.name })} size="26rem">
      <form
        className="a-fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") rename.mutate({ tag, name: name.trim() }, { onSuccess: onClose });
        }}
      >
        <TextInput
          label={t("fullName")}
          value={name}
          error={name.trim() === "" ? t("nameNeeded") : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={60}
          data-autofocus
        />
        <ClientProblem error={rename.error} />
        <Group gap="xs">
          <Button type="submit" loading={rename.isPending}>
            {t("save")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
