/** A colleague saved this client meanwhile: both versions side by side, and a choice for each difference. */
import { Button, Group, Modal, Radio } from "@mantine/core";
import { useState } from "react";
import { formatTime } from "../../i18n";
import { clientsTexts, type T } from "../../i18n/clients";
import { useLanguage, useT } from "../../ui";
import { LANGUAGE_NAMES } from "../../ui/languageNames";
import { useClientFields, useColleagues, useTeams } from "../api/clientParts";
import type { ClientView } from "../api/clients";
import { countryName } from "./countries";
import { type FormState, formOf } from "./form";
import { type Choices, compare, merge, shownPart } from "./merge";
import { KINDS, shortDate } from "./names";

interface ConflictDialogProps {
  readonly base: FormState;
  readonly mine: FormState;
  readonly current: ClientView;
  readonly busy: boolean;
  readonly onMerged: (form: FormState) => void;
  readonly onClose: () => void;
}

const PART_WORDS = {
  kind: "kind",
  name: "companyName",
  number: "clientNumber",
  vat: "vat",
  coc: "coc",
  language: "language",
  time_zone: "timeZone",
  adviser_id: "adviser",
  team_id: "team",
  "address.street": "street",
  "address.postcode": "postcode",
  "address.city": "city",
  "address.country": "country",
  tags: "labels",
  assigned: "alsoShownTo",
} as const;

/** What a part is called. */
export function partName(key: string, fields: readonly { key: string; label: string }[], t: T): string {
  if (key in PART_WORDS) return t(PART_WORDS[key as keyof typeof PART_WORDS]);
  if (key.startsWith("person:")) return t("partPerson");
  if (key.startsWith("contact:")) return t("partContact");
  const own = key.replace(/^field:/, "");
  return fields.find((field) => field.key === own)?.label ?? own;
}

export function ConflictDialog({ base, mine, current, busy, onMerged, onClose }: ConflictDialogProps) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const fields = useClientFields().data ?? [];
  const colleagues = useColleagues().data ?? [];
  const teams = useTeams().data ?? [];
  const theirs = formOf(current);
  const comparison = compare(base, mine, theirs);
  const [choices, setChoices] = useState<Choices>({});

  const nameOfId = (key: string, id: string): string => {
    if (key === "adviser_id" || key === "assigned")
      return colleagues.find((each) => each.id === id)?.name ?? id;
    if (key === "team_id") return teams.find((each) => each.id === id)?.name ?? id;
    if (key === "kind") return t(KINDS[id as keyof typeof KINDS]);
    if (key === "language") return LANGUAGE_NAMES[id as keyof typeof LANGUAGE_NAMES];
    if (key === "address.country") return countryName(id, language);
    if (id === "true" || id === "false") return t(id === "true" ? "yes" : "no");
    return id;
  };
  const shown = (key: string, value: unknown) => shownPart(key, value, nameOfId) || t("nothingThere");
  const at = new Date(current.updated_at);
  const names = (keys: readonly string[]) =>
    [...new Set(keys.map((key) => partName(key, fields, t)))].join(", ");

  return (
    <Modal opened onClose={onClose} title={t("conflictTitle")} size="44rem">
      <p className="c-conflict-lead">
        {t("conflictText", { day: shortDate(language, at), time: formatTime(language, at) })}
      </p>
      {comparison.clashes.length > 0 && (
        <div className="c-conflict">
          {comparison.clashes.map(({ key, mine: own, theirs: other }) => (
            <Radio.Group
              key={key}
              label={partName(key, fields, t)}
              value={choices[key] ?? "mine"}
              onChange={(value) => setChoices({ ...choices, [key]: value as "mine" | "theirs" })}
            >
              <div className="c-conflict-sides">
                <Radio.Card value="mine" className="c-conflict-side">
                  <Radio.Indicator />
                  <span>
                    <small>{t("yourVersion")}</small>
                    {shown(key, own)}
                  </span>
                </Radio.Card>
                <Radio.Card value="theirs" className="c-conflict-side">
                  <Radio.Indicator />
                  <span>
                    <small>{t("theirVersion")}</small>
                    {shown(key, other)}
                  </span>
                </Radio.Card>
              </div>
            </Radio.Group>
          ))}
        </div>
      )}
      {comparison.theirs.length > 0 && (
        <p className="c-conflict-note">{t("conflictTheirs", { names: names(comparison.theirs) })}</p>
      )}
      {comparison.mine.length > 0 && (
        <p className="c-conflict-note">{t("conflictMine", { names: names(comparison.mine) })}</p>
      )}
      <Group gap="xs" mt="lg">
        <Button loading={busy} onClick={() => onMerged(merge(base, mine, theirs, choices))}>
          {t("conflictSave")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("conflictBack")}
        </Button>
      </Group>
    </Modal>
  );
}
