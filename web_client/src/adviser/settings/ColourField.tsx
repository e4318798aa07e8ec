/** The office's colour: a few good ones, the browser's own picker, or its code. Says when letters would not be readable. */
import { TextInput } from "@mantine/core";
import { settingsTexts } from "../../i18n/settings";
import { contrast, isColour, Notice, officeShades, useT } from "../../ui";
import { FILLED } from "../../ui/colour";
import { ColourPicker, Swatches } from "../shell/Swatches";

interface ColourFieldProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (colour: string) => void;
}

/** WCAG 2.2 AA, 1.4.3. */
const READABLE = 4.5;

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
      <Swatches value={value} legend={t("colour")} hint={t("colourHint")} onChange={onChange} />
      <div className="a-colour-line">
        <ColourPicker value={value} onChange={onChange} />
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
