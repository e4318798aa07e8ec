/** For whom, and which fields there are to place. */
import { useId, useState } from "react";
import { signingTexts } from "../../i18n/signing";
import { useT } from "../../ui";
import { colourOf } from "./colours";
import { KINDS } from "./kinds";
import classes from "./Placer.module.css";
import { nameOfSigner } from "./people";
import { MOST_FIELDS } from "./placing";
import { type DraftSigner, FIELD_KINDS, type Field, type FieldKind } from "./types";

interface PaletteProps {
  readonly signers: readonly DraftSigner[];
  readonly fields: readonly Field[];
  readonly active: string;
  readonly onActive: (signerId: string) => void;
  readonly full: boolean;
  /** With a place on the page after a drag; null after a press or Enter. */
  readonly onPlace: (kind: FieldKind, at: { x: number; y: number } | null) => void;
  readonly pageBox: () => DOMRect | null;
}

export function Palette({ signers, fields, active, onActive, full, onPlace, pageBox }: PaletteProps) {
  const t = useT(signingTexts);
  const keys = useId();
  const colour = signers.find(({ id }) => id === active)?.colour ?? 0;
  const drag = useDrag(onPlace, pageBox);
  return (
    <>
      <p className={classes.lead}>{t("placeText")}</p>
      <fieldset className={classes.signers}>
        <legend>{t("placeFor")}</legend>
        {signers.map((signer) => {
          const own = fields.filter(({ signer_id }) => signer_id === signer.id);
          const unsigned = !own.some(({ kind }) => kind === "signature");
          return (
            <button
              key={signer.id}
              type="button"
              className={classes.signer}
              style={colourOf(signer.colour)}
              aria-pressed={signer.id === active}
              onClick={() => onActive(signer.id)}
            >
              <span className={classes.dot} aria-hidden="true" />
              <span className={classes.signerName}>
                {nameOfSigner(signers, signer.id, (number) => t("personNumber", { number }))}
                <span className={classes.count} data-unsigned={unsigned || undefined}>
                  {unsigned ? t("noSignatureYet") : t("fieldCount", { count: own.length })}
                </span>
              </span>
            </button>
          );
        })}
      </fieldset>
      <ul className={classes.palette} aria-label={t("palette")} style={colourOf(colour)}>
        {FIELD_KINDS.map((kind) => {
          const { Icon, text } = KINDS[kind];
          return (
            <li key={kind}>
              <button
                type="button"
                className={classes.kind}
                data-kind={kind}
                disabled={full}
                aria-describedby={keys}
                {...drag.handlers(kind)}
              >
                <Icon size={19} aria-hidden="true" />
                {t(text)}
              </button>
            </li>
          );
        })}
      </ul>
      <p id={keys} className={classes.keys}>
        {full ? t("tooManyFields", { most: MOST_FIELDS }) : t("placeKeys")}
      </p>
      {drag.ghost && (
        <span
          className={classes.ghost}
          aria-hidden="true"
          style={{ ...colourOf(colour), left: `${drag.ghost.x}px`, top: `${drag.ghost.y}px` }}
        >
          {t(KINDS[drag.ghost.kind].text)}
        </span>
      )}
    </>
  );
}

/** Pixels before a press becomes a drag. */
const SLACK = 6;

interface Ghost {
  readonly kind: FieldKind;
  readonly x: number;
  readonly y: number;
}

function useDrag(onPlace: PaletteProps["onPlace"], pageBox: PaletteProps["pageBox"]) {
  const [ghost, setGhost] = useState<Ghost | null>(null);
  const [start, setStart] = useState<Ghost | null>(null);
  // A drag ends in a click as well, which then is none.
  const [dragged, setDragged] = useState(false);
  const end = () => {
    setStart(null);
    setGhost(null);
  };
  const drop = (event: React.PointerEvent) => {
    const box = pageBox();
    if (ghost && box) {
      const x = (event.clientX - box.left) / box.width;
      const y = (event.clientY - box.top) / box.height;
      if (x >= 0 && x <= 1 && y >= 0 && y <= 1) onPlace(ghost.kind, { x, y });
    }
    end();
  };
  return {
    ghost,
    handlers: (kind: FieldKind) => ({
      onPointerDown: (event: React.PointerEvent) => {
        setDragged(false);
        // A finger scrolls the palette; a press with it places, and the field is dragged on the page.
        if (event.pointerType === "touch" || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setStart({ kind, x: event.clientX, y: event.clientY });
      },
      onPointerMove: (event: React.PointerEvent) => {
        if (!start) return;
        const far = Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLACK;
        if (!far && !ghost) return;
        setDragged(true);
        setGhost({ kind, x: event.clientX, y: event.clientY });
      },
      onPointerUp: drop,
      onPointerCancel: end,
      onClick: (event: React.MouseEvent) => {
        // A click of the keyboard (no detail) is never the end of a drag.
        if (!dragged || event.detail === 0) onPlace(kind, null);
      },
    }),
  };
}
