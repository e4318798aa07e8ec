/** Who offers a service: everybody, or the colleagues that are named. */
import { MultiSelect } from "@mantine/core";
import { agendaTexts } from "../../i18n/agenda";
import { useT } from "../../ui";
import { useColleagues } from "../api/agenda";

interface ServiceAdvisersProps {
  /** Empty: everybody. */
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

export function ServiceAdvisers({ value, onChange }: ServiceAdvisersProps) {
  const t = useT(agendaTexts);
  const colleagues = useColleagues();
  const people = colleagues.data ?? [];
  // Alone in the office there is nothing to choose.
  if (people.length < 2 && value.length === 0) return null;
  return (
    <MultiSelect
      size="md"
      label={t("offeredBy")}
      description={t("offeredByHint")}
      placeholder={value.length === 0 ? t("offeredByAll") : ""}
      searchable={people.length > 8}
      data={people.map(({ id, name }) => ({ value: id, label: name }))}
      // Who left the office is in no list any more; saving forgets them.
      value={value.filter((id) => people.some((one) => one.id === id))}
      onChange={onChange}
    />
  );
}
