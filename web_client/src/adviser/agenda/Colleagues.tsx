/** With everybody's agenda: whose are shown. */
import { Checkbox } from "@mantine/core";
import { agendaTexts } from "../../i18n/agenda";
import { useT } from "../../ui";
import type { Colleague } from "../api/agenda";

interface ColleaguesProps {
  readonly colleagues: readonly Colleague[];
  readonly hidden: ReadonlySet<string>;
  readonly onHide: (hidden: ReadonlySet<string>) => void;
}

export function Colleagues({ colleagues, hidden, onHide }: ColleaguesProps) {
  const t = useT(agendaTexts);
  if (colleagues.length < 2) return null;
  return (
    <fieldset className="g-colleagues">
      <legend className="s-hidden">{t("whichColleagues")}</legend>
      {colleagues.map(({ id, name }) => (
        <Checkbox
          key={id}
          label={name}
          checked={!hidden.has(id)}
          onChange={({ currentTarget: { checked } }) => {
            const next = new Set(hidden);
            if (checked) next.delete(id);
            else next.add(id);
            onHide(next);
          }}
        />
      ))}
    </fieldset>
  );
}
