/** The colour of a service in the calendar. */
import { IconCheck } from "@tabler/icons-react";
import { agendaTexts } from "../../i18n/agenda";
import { settingsTexts } from "../../i18n/settings";
import { isColour, useT } from "../../ui";

const COLOURS = [
  { colour: "#155c47", name: "colourPine" },
  { colour: "#1f5a8c", name: "colourBlue" },
  { colour: "#3a3f8f", name: "colourIndigo" },
  { colour: "#6b2f6e", name: "colourPlum" },
  { colour: "#9a2e2a", name: "colourBrick" },
  { colour: "#8c4a10", name: "colourCopper" },
  { colour: "#33475b", name: "colourSlate" },
] as const;

interface ServiceColourProps {
  readonly value: string;
  readonly onChange: (colour: string) => void;
}

export function ServiceColour({ value, onChange }: ServiceColourProps) {
  const t = useT(agendaTexts);
  const settings = useT(settingsTexts);
  return (
    <fieldset className="a-swatches">
      <legend className="a-label">{t("colour")}</legend>
      {COLOURS.map(({ colour, name }) => {
        const chosen = colour === value.toLowerCase();
        return (
          <button
            key={colour}
            type="button"
            className="a-swatch"
            style={{ backgroundColor: colour }}
            aria-label={settings(name)}
            title={settings(name)}
            aria-pressed={chosen}
            onClick={() => onChange(colour)}
          >
            {chosen && <IconCheck size={20} stroke={2.6} color="#ffffff" aria-hidden="true" />}
          </button>
        );
      })}
      <input
        type="color"
        className="a-colour-picker"
        aria-label={settings("colourPick")}
        value={isColour(value) ? value.toLowerCase() : COLOURS[0].colour}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </fieldset>
  );
}
