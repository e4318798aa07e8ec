/** Which of the office's own templates a service writes with, for each mail and language that there are any for. */
import { Select } from "@mantine/core";
import { Link } from "react-router";
import { agendaTexts } from "../../i18n/agenda";
import { useT } from "../../ui";
import { LANGUAGE_NAMES } from "../../ui/languageNames";
import { type Template, useTemplates } from "../api/messages";

/** "appointment_planned/nl", or "appointment_planned" for all languages, to the id of a template. */
export type ServiceTemplatesChosen = Readonly<Record<string, string>>;

interface ServiceTemplatesProps {
  readonly value: ServiceTemplatesChosen;
  readonly onChange: (value: ServiceTemplatesChosen) => void;
}

const placeOf = ({ kind, language }: Template) => `${kind}/${language}`;

/** What there still is of what was chosen: a template that was removed would be refused. */
export function stillThere(
  chosen: ServiceTemplatesChosen,
  templates: readonly Template[],
): ServiceTemplatesChosen {
  const ids = new Set(templates.filter(({ own }) => own).map(({ id }) => id));
  return Object.fromEntries(Object.entries(chosen).filter(([, id]) => ids.has(id)));
}

export function ServiceTemplates({ value, onChange }: ServiceTemplatesProps) {
  const t = useT(agendaTexts);
  const templates = useTemplates();
  const found = templates.data;
  if (found === undefined) return null;
  const toClients = new Set(
    found.kinds
      .filter(({ kind, to }) => to === "client" && /^(appointment_|review_request$)/.test(kind))
      .map(({ kind }) => kind),
  );
  const own = found.items.filter((one) => one.own && toClients.has(one.kind));
  const places = [...new Set(own.map(placeOf))].sort();
  if (places.length === 0) {
    return (
      <p className="a-quiet">
        {t("noOwnTemplates")} <Link to="/adviser/settings/messages">{t("toTemplates")}</Link>
      </p>
    );
  }
  return (
    <>
      <p className="a-quiet">{t("serviceTemplatesHint")}</p>
      {places.map((place) => {
        const choices = own.filter((one) => placeOf(one) === place);
        const [first] = choices;
        if (first === undefined) return null;
        const usual = found.items.find((one) => !one.own && placeOf(one) === place);
        const chosen = value[place] ?? value[first.kind];
        const { [place]: _chosen, ...rest } = value;
        return (
          <Select
            key={place}
            label={`${usual?.name ?? first.kind} (${LANGUAGE_NAMES[first.language]})`}
            allowDeselect={false}
            data={[
              { value: "", label: t("usualTemplate") },
              ...choices.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={choices.some(({ id }) => id === chosen) ? (chosen ?? "") : ""}
            onChange={(id) => onChange(id ? { ...rest, [place]: id } : rest)}
          />
        );
      })}
    </>
  );
}
