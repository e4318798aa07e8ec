/** A small join page in the chosen colour, before it is saved. */
import { type CSSProperties, useId } from "react";
import { settingsTexts } from "../../i18n/settings";
import { isColour, OfficeMark, officeShades, useT } from "../../ui";
import { otherShades, PINE } from "../../ui/colour";

interface LookPreviewProps {
  readonly name: string;
  readonly colour: string;
  readonly logoUrl: string | null;
}

/** Our CSS reads the ten shades from variables: set on one box, only that box changes. */
function shadesOf(colour: string): CSSProperties {
  const office = isColour(colour) ? officeShades(colour) : PINE;
  const other = otherShades(colour);
  const variables = [
    ...office.map((shade, index) => [`--s-pine-${index}`, shade] as const),
    ...other.map((shade, index) => [`--s-apricot-${index}`, shade] as const),
    ["--preview-filled", office[7]] as const,
    ["--preview-tint", office[1]] as const,
    ["--preview-other", other[1]] as const,
  ];
  return Object.fromEntries(variables) as CSSProperties;
}

export function LookPreview({ name, colour, logoUrl }: LookPreviewProps) {
  const t = useT(settingsTexts);
  const caption = useId();
  return (
    <figure className="a-preview" style={shadesOf(colour)} aria-labelledby={caption}>
      <figcaption id={caption} className="a-hint">
        {t("previewCaption")}
      </figcaption>
      <div className="a-preview-page" aria-hidden="true">
        <span className="a-preview-office">
          <OfficeMark name={name} logoUrl={logoUrl} size={30} />
          {name}
        </span>
        <strong>{t("previewQuestion")}</strong>
        <span className="a-preview-field">482 917 356</span>
        <span className="a-preview-button">{t("previewJoin")}</span>
      </div>
    </figure>
  );
}
