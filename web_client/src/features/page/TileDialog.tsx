/** Adding, changing and removing one tile or favourite. */
import { Button, Group, Modal, Stack, Switch, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { refusal } from "../../i18n";
import { commonTexts } from "../../i18n/common";
import { pageTexts } from "../../i18n/page";
import type { Favourite, FavouriteScope } from "../../protocol/page-rest";
import { Notice, useLanguage, useT } from "../../ui";
import { codeOf, useFavourites } from "./favourites";

interface TileDialogProps {
  readonly edited: { favourite: Favourite } | { scope: FavouriteScope } | null;
  readonly onClose: () => void;
}

export function TileDialog({ edited, onClose }: TileDialogProps) {
  const t = useT(pageTexts);
  const common = useT(commonTexts);
  const language = useLanguage();
  const [{ mayEditOffice }, store] = useFavourites();
  const [fields, setFields] = useState({ title: "", address: "", note: "" });
  const [forOffice, setForOffice] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const favourite = edited !== null && "favourite" in edited ? edited.favourite : null;

  useEffect(() => {
    if (edited === null) return;
    const from = "favourite" in edited ? edited.favourite : null;
    setFields({ title: from?.title ?? "", address: from?.address ?? "", note: from?.note ?? "" });
    setForOffice("scope" in edited && edited.scope === "office");
    setProblem(null);
    setMissing(false);
  }, [edited]);

  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      onClose();
    } catch (error) {
      setProblem(refusal(language, codeOf(error), pageTexts));
    } finally {
      setBusy(false);
    }
  };
  const save = (event: React.FormEvent) => {
    event.preventDefault();
    const change = {
      title: fields.title.trim(),
      address: fields.address.trim(),
      note: fields.note.trim(),
    };
    if (change.title === "" || change.address === "") {
      setMissing(true);
      return;
    }
    void run(() =>
      favourite
        ? store.change(favourite.id, change)
        : store.add({ ...change, scope: forOffice ? "office" : "mine" }),
    );
  };
  const set = (name: keyof typeof fields) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setFields({ ...fields, [name]: event.currentTarget.value });
  return (
    <Modal
      opened={edited !== null}
      onClose={onClose}
      size="28rem"
      title={t(favourite ? "changeTile" : forOffice ? "addTile" : "addFavourite")}
      withCloseButton
      closeButtonProps={{ "aria-label": common("close") }}
    >
      <form onSubmit={save} noValidate>
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t("tileTitle")}
            value={fields.title}
            maxLength={60}
            error={missing && fields.title.trim() === "" && common("required")}
            onChange={set("title")}
          />
          <TextInput
            label={t("tileAddress")}
            placeholder="rentewijzer.example"
            inputMode="url"
            autoCapitalize="none"
            spellCheck={false}
            value={fields.address}
            maxLength={2000}
            error={missing && fields.address.trim() === "" && common("required")}
            onChange={set("address")}
          />
          <TextInput
            label={t("tileNote")}
            description={t("tileNoteText")}
            value={fields.note}
            maxLength={80}
            onChange={set("note")}
          />
          {!favourite && mayEditOffice && (
            <Switch
              checked={forOffice}
              label={t("tileForOffice")}
              description={t("tileForOfficeText")}
              onChange={(event) => setForOffice(event.currentTarget.checked)}
            />
          )}
          {problem !== null && (
            <Notice kind="danger" live>
              {problem}
            </Notice>
          )}
          <Group justify={favourite ? "space-between" : "flex-end"} mt="xs">
            {favourite && (
              <Button
                variant="subtle"
                color="red"
                leftSection={<IconTrash size={18} stroke={1.8} />}
                disabled={busy}
                onClick={() => void run(() => store.remove(favourite.id))}
              >
                {common("remove")}
              </Button>
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {common("cancel")}
              </Button>
              <Button type="submit" loading={busy}>
                {common("save")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
