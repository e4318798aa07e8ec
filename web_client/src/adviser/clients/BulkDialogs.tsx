/** Labels, another adviser or another team for those who are chosen. */
import { Button, Group, Modal, NativeSelect, SegmentedControl } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { clientsTexts } from "../../i18n/clients";
import { useT } from "../../ui";
import { useColleagues, useTags, useTeams } from "../api/clientParts";
import { type BulkAction, type Changed, type Target, useBulk } from "../api/clients";
import { ClientProblem } from "./ClientProblem";
import { LabelsInput } from "./LabelsInput";

interface BulkDialogProps {
  readonly what: "tags" | "assign" | "team";
  readonly target: Target;
  readonly count: number;
  readonly onDone: (changed: Changed, action: BulkAction) => void;
  readonly onClose: () => void;
}

export function BulkDialog({ what, target, count, onDone, onClose }: BulkDialogProps) {
  const t = useT(clientsTexts);
  const bulk = useBulk();
  const titles = {
    tags: t("labelsFor", { count }),
    assign: t("adviserFor", { count }),
    team: t("teamFor", { count }),
  };
  const send = (action: BulkAction) =>
    bulk.mutate({ ...target, ...action }, { onSuccess: (changed) => onDone(changed, action) });
  const Form = { tags: TagForm, assign: AssignForm, team: TeamForm }[what];
  return (
    <Modal opened onClose={onClose} title={titles[what]} size="28rem">
      <Form busy={bulk.isPending} error={bulk.error} onSend={send} onClose={onClose} />
    </Modal>
  );
}

interface FormProps {
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (action: BulkAction) => void;
  readonly onClose: () => void;
}

function Answers({ words, busy, error, onClose }: Omit<FormProps, "onSend"> & { readonly words: string }) {
  const t = useT(clientsTexts);
  return (
    <>
      <ClientProblem error={error} />
      <Group gap="xs">
        <Button type="submit" loading={busy}>
          {words}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
      </Group>
    </>
  );
}

function TagForm({ onSend, ...rest }: FormProps) {
  const t = useT(clientsTexts);
  const tags = useTags();
  const [action, setAction] = useState<"tag" | "untag">("tag");
  const [names, setNames] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const known = (tags.data ?? []).map(({ name }) => name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (names.length > 0) onSend({ action, tags: names });
  };
  return (
    <form className="a-fields" onSubmit={submit} noValidate>
      <SegmentedControl
        aria-label={t("whatWithLabels")}
        value={action}
        onChange={(value) => setAction(value as "tag" | "untag")}
        data={[
          { value: "tag", label: t("addLabels") },
          { value: "untag", label: t("takeLabels") },
        ]}
      />
      <LabelsInput
        label={t("labels")}
        description={action === "tag" ? t("labelsHint") : undefined}
        data={known}
        value={names}
        onChange={setNames}
        error={tried && names.length === 0 ? t("labelNeeded") : undefined}
        clearable
        clearButtonProps={{ "aria-label": t("clear") }}
        data-autofocus
      />
      <Answers {...rest} words={action === "tag" ? t("addLabels") : t("takeLabels")} />
    </form>
  );
}

function AssignForm({ onSend, ...rest }: FormProps) {
  const t = useT(clientsTexts);
  const colleagues = useColleagues();
  const [adviser, setAdviser] = useState("");
  return (
    <form
      className="a-fields"
      onSubmit={(event) => {
        event.preventDefault();
        onSend({ action: "assign", adviser_id: adviser === "" ? null : adviser });
      }}
    >
      <NativeSelect
        label={t("adviser")}
        value={adviser}
        onChange={(event) => setAdviser(event.currentTarget.value)}
        data={[
          { value: "", label: t("noAdviser") },
          ...(colleagues.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        data-autofocus
      />
      <Answers {...rest} words={t("change")} />
    </form>
  );
}

function TeamForm({ onSend, ...rest }: FormProps) {
  const t = useT(clientsTexts);
  const teams = useTeams().data ?? [];
  const [team, setTeam] = useState("");
  const chosen = team === "" ? (teams[0]?.id ?? "") : team;
  return (
    <form
      className="a-fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== "") onSend({ action: "team", team_id: chosen });
      }}
    >
      <NativeSelect
        label={t("team")}
        description={t("teamHint")}
        value={chosen}
        onChange={(event) => setTeam(event.currentTarget.value)}
        data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        data-autofocus
      />
      <Answers {...rest} words={t("change")} />
    </form>
  );
}
