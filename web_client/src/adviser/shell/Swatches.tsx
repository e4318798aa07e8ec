/** A few good colours to press, and room for what else a choice of colour needs. */
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { settingsTexts } from "../../i18n/settings";
import { isColour, useT } from "../../ui";
import { FILLED, PINE } from "../../ui/colour";

const SUGGESTIONS = [
  { colour: PINE[FILLED], name: "colourPine" },
  { colour: "#1f5a8c", name: "colourBlue" },
  { colour: "#3a3f8f", name: "colourIndigo" },
  { colour: "#6b2f6e", name: "colourPlum" },
  { colour: "#9a2e2a", name: "colourBrick" },
  { colour: "#8c4a10", name: "colourCopper" },
  { colour: "#33475b", name: "colourSlate" },
] as const;

interface ColourProps {
  readonly value: string;
  readonly onChange: (colour: string) => void;
}

interface SwatchesProps extends ColourProps {
  readonly legend: string;
  readonly hint?: string;
  /** Beside the colours. */
  readonly children?: ReactNode;
}

export function Swatches({ value, legend, hint, onChange, children }: SwatchesProps) {
  const t = useT(settingsTexts);
  return (
    <fieldset className="a-swatches">
      <legend className="a-label">{legend}</legend>
      {hint && <p className="a-hint">{hint}</p>}
      {SUGGESTIONS.map(({ colour, name }) => {
        const chosen = colour.toLowerCase() === value.toLowerCase();
        return (
          <button
            key={colour}
            type="button"
            className="a-swatch"
            style={{ backgroundColor: colour }}
            aria-label={t(name)}
            title={t(name)}
            aria-pressed={chosen}
            onClick={() => onChange(colour)}
          >
            {chosen && <IconCheck size={20} stroke={2.6} color="#ffffff" aria-hidden="true" />}
          </button>
        );
      })}
      {children}
    </fieldset>
  );
}

/** The browser's own picker, for every other colour. */
export function ColourPicker({ value, onChange }: ColourProps) {
  const t = useT(settingsTexts);
  return (
    <input
      type="color"
      className="a-colour-picker"
      aria-label={t("colourPick")}
      value={isColour(value) ? value.toLowerCase() : PINE[FILLED]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
