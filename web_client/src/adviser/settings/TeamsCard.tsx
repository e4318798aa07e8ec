/** Teams: who sees which clients beside the clients' own advisers. */
import { Button, Group, Modal, MultiSelect, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { clientsTexts } from "../../i18n/clients";
import { Panel, useT } from "../../ui";
import { useAddTeam, useChangeTeam, useColleagues, useDropTeam, useTeams } from "../api/clientParts";
import type { Team } from "../api/clients";
import { ClientProblem } from "../clients/ClientProblem";
import { Loaded } from "../shell/Problem";
import { EditableRow } from "./EditableRow";

export function TeamsCard() {
  const t = useT(clientsTexts);
  const teams = useTeams();
  const [open, setOpen] = useState<Team | "new">();
  return (
    <Panel
      title={t("teams")}
      flush
      action={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          onClick={() => setOpen("new")}
        >
          {t("newTeam")}
        </Button>
      }
    >
      <p className="a-inset a-quiet">{t("teamsText")}</p>
      <Loaded query={teams} lines={2}>
        {(list) => (
          <ul className="a-rows a-top-line">
            {list.map((team) => (
              <TeamRow key={team.id} team={team} onEdit={() => setOpen(team)} />
            ))}
          </ul>
        )}
      </Loaded>
      {open !== undefined && (
        <TeamDialog team={open === "new" ? undefined : open} onClose={() => setOpen(undefined)} />
      )}
    </Panel>
  );
}

function TeamRow({ team, onEdit }: { readonly team: Team; readonly onEdit: () => void }) {
  const t = useT(clientsTexts);
  const drop = useDropTeam();
  const { name, first, members } = team;
  return (
    <EditableRow
      name={name}
      editLabel={t("teamEdit", { name })}
      onEdit={onEdit}
      error={drop.error}
      dropping={
        first
          ? undefined
          : {
              label: t("teamDrop", { name }),
              ask: t("dropTeamAsk", { name }),
              text: t("dropTeamText"),
              done: t("teamDropped", { name }),
              busy: drop.isPending,
              drop: (then) => drop.mutate(team, then),
            }
      }
    >
      {first ? t("teamEverybody") : members.map((one) => one.name).join(", ") || t("teamNobody")}
    </EditableRow>
  );
}

function TeamDialog({ team, onClose }: { readonly team: Team | undefined; readonly onClose: () => void }) {
  const t = useT(clientsTexts);
  const add = useAddTeam();
  const change = useChangeTeam();
  const colleagues = useColleagues().data ?? [];
  const [name, setName] = useState(team?.name ?? "");
  const [members, setMembers] = useState<string[]>(team?.members.map(({ id }) => id) ?? []);
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "") return;
    const done = { onSuccess: onClose };
    if (team === undefined) add.mutate({ name: name.trim(), members }, done);
    else change.mutate({ team, name: name.trim(), ...(team.first ? {} : { members }) }, done);
  };
  return (
    <Modal opened onClose={onClose} title={team?.name ?? t("newTeam")} size="30rem">
      <form className="a-fields" onSubmit={submit} noValidate>
        <TextInput
          label={t("fullName")}
          value={name}
          error={tried && name.trim() === "" ? t("nameNeeded") : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={60}
          data-autofocus
        />
        {team?.first ? (
          <p className="a-quiet">{t("teamEverybody")}</p>
        ) : (
          <MultiSelect
            label={t("teamMembers")}
            data={colleagues.map(({ id, name: called }) => ({ value: id, label: called }))}
            value={members}
            onChange={setMembers}
            searchable
          />
        )}
        <ClientProblem error={add.error ?? change.error} />
        <Group gap="xs">
          <Button type="submit" loading={add.isPending || change.isPending}>
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
