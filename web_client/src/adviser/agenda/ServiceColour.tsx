/** The colour of a service in the calendar. */
import { agendaTexts } from "../../i18n/agenda";
import { useT } from "../../ui";
import { ColourPicker, Swatches } from "../shell/Swatches";

interface ServiceColourProps {
  readonly value: string;
  readonly onChange: (colour: string) => void;
}

export function ServiceColour(props: ServiceColourProps) {
  const t = useT(agendaTexts);
  return (
    <Swatches {...props} legend={t("colour")}>
      <ColourPicker {...props} />
    </Swatches>
  );
}
