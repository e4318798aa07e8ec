/** The office's colour: a few good ones, the browser's own picker, or its code. Says when letters would not be readable. */
import { TextInput } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { settingsTexts } from "../../i18n/settings";
import { contrast, isColour, Notice, officeShades, useT } from "../../ui";
import { FILLED, PINE } from "../../ui/colour";

interface ColourFieldProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (colour: string) => void;
}

/** WCAG 2.2 AA, 1.4.3. */
const READABLE = 4.5;

const SUGGESTIONS = [
  { colour: PINE[FILLED], name: "colourPine" },
  { colour: "#1f5a8c", name: "colourBlue" },
  { colour: "#3a3f8f", name: "colourIndigo" },
  { colour: "#6b2f6e", name: "colourPlum" },
  { colour: "#9a2e2a", name: "colourBrick" },
  { colour: "#8c4a10", name: "colourCopper" },
  { colour: "#33475b", name: "colourSlate" },
] as const;

/** The colour that buttons really get, when it is not the chosen one. */
export function adjustedColour(colour: string): string | undefined {
  if (!isColour(colour) || contrast(colour, "#ffffff") >= READABLE) return undefined;
  return officeShades(colour)[FILLED];
}

export function ColourField({ value, error, onChange }: ColourFieldProps) {
  const t = useT(settingsTexts);
  const adjusted = adjustedColour(value);
  return (
    <div>
      <fieldset className="a-swatches">
        <legend className="a-label">{t("colour")}</legend>
        <p className="a-hint">{t("colourHint")}</p>
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
      </fieldset>
      <div className="a-colour-line">
        <input
          type="color"
          className="a-colour-picker"
          aria-label={t("colourPick")}
          value={isColour(value) ? value.toLowerCase() : PINE[FILLED]}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <TextInput
          name="colour"
          aria-label={t("colourCode")}
          value={value}
          error={error}
          maxLength={7}
          spellCheck={false}
          onChange={(event) => {
            const typed = event.currentTarget.value.trim();
            onChange(/^[0-9a-f]{6}$/i.test(typed) ? `#${typed}` : typed);
          }}
        />
      </div>
      <div role="status">
        {adjusted && <Notice kind="warning">{t("colourTooLight", { colour: adjusted })}</Notice>}
      </div>
    </div>
  );
}
