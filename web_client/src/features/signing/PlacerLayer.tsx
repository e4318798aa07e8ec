/** The placed fields over the page: moved and sized with mouse, finger or keys. */
import { IconTrash } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { signingTexts } from "../../i18n/signing";
import { announce, useT } from "../../ui";
import { colourOf } from "./colours";
import { KINDS } from "./kinds";
import classes from "./Placer.module.css";
import { type Box, type Guide, moved, resized, STEP, snapped } from "./placing";
import type { DraftSigner, Field, PageSize } from "./types";

interface PlacerLayerProps {
  readonly page: number;
  readonly size: PageSize;
  readonly fields: readonly Field[];
  readonly signers: readonly DraftSigner[];
  readonly chosen: string | null;
  readonly onChoose: (field: Field | null) => void;
  readonly onChange: (id: string, changes: Partial<Field>) => void;
  readonly onRemove: (field: Field) => void;
  readonly nameOf: (signerId: string) => string;
}

interface Drag {
  readonly id: string;
  readonly how: "move" | "size";
  readonly from: { readonly x: number; readonly y: number };
  readonly start: Box;
  readonly box: Box;
  readonly guides: readonly Guide[];
}

export function PlacerLayer(props: PlacerLayerProps) {
  const { page, size, fields, signers, chosen, onChoose, onChange, onRemove, nameOf } = props;
  const t = useT(signingTexts);
  const layer = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const here = fields.filter((field) => field.page === page);

  const begin = (field: Field, how: Drag["how"]) => (event: React.PointerEvent) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    onChoose(field);
    const from = { x: event.clientX, y: event.clientY };
    setDrag({ id: field.id, how, from, start: field, box: boxOf(field), guides: [] });
  };
  const go = (event: React.PointerEvent) => {
    const box = layer.current?.getBoundingClientRect();
    if (!drag || !box) return;
    const dx = (event.clientX - drag.from.x) / box.width;
    const dy = (event.clientY - drag.from.y) / box.height;
    if (drag.how === "size") {
      setDrag({ ...drag, box: resized(drag.start, dx, dy, size) });
      return;
    }
    const others = here.filter(({ id }) => id !== drag.id);
    const free = moved(drag.start, dx, dy);
    // Alt lets go of the lines.
    setDrag({ ...drag, ...(event.altKey ? { box: free, guides: [] } : snapped(free, others, size)) });
  };
  const end = () => {
    if (drag && !sameBox(drag.box, drag.start)) onChange(drag.id, drag.box);
    setDrag(null);
  };
  const press = (field: Field) => (event: React.KeyboardEvent) => {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      onRemove(field);
      return;
    }
    const step = ARROWS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // Otherwise the arrows would turn the page.
    event.stopPropagation();
    const [dx, dy] = [(step[0] * STEP) / size.width, (step[1] * STEP) / size.height];
    const next = event.shiftKey ? resized(field, dx, dy, size) : moved(field, dx, dy);
    onChange(field.id, next);
    const percent = (value: number) => Math.round(value * 100);
    announce(
      event.shiftKey
        ? t("sizedTo", { width: percent(next.width), height: percent(next.height) })
        : t("movedTo", { across: percent(next.x), down: percent(next.y) }),
    );
  };

  return (
    <div className={classes.layerBox} data-placer-page onPointerDown={() => onChoose(null)}>
      <ul ref={layer} className={classes.layer} aria-label={t("fieldsOf", { page })}>
        {here.map((field) => {
          const box = drag?.id === field.id ? drag.box : field;
          const words = { kind: t(KINDS[field.kind].text), name: nameOf(field.signer_id) };
          const { Icon } = KINDS[field.kind];
          const colour = signers.find(({ id }) => id === field.signer_id)?.colour ?? 0;
          return (
            <li
              key={field.id}
              className={classes.placed}
              data-chosen={chosen === field.id || undefined}
              style={{ ...colourOf(colour), ...positionOf(box) }}
            >
              <button
                type="button"
                className={classes.field}
                data-placed={field.id}
                aria-label={`${field.label} ${t("fieldOnPage", { ...words, page })}`.trim()}
                data-required={(field.required && field.kind !== "signature") || undefined}
                aria-pressed={chosen === field.id}
                onPointerDown={begin(field, "move")}
                onPointerMove={go}
                onPointerUp={end}
                onPointerCancel={end}
                onFocus={() => onChoose(field)}
                onKeyDown={press(field)}
              >
                <span className={classes.fieldWords}>
                  <Icon aria-hidden="true" />
                  <span>{field.label || (field.kind === "signature" ? words.name : words.kind)}</span>
                </span>
              </button>
              {chosen === field.id && (
                <>
                  <button
                    type="button"
                    className={classes.remove}
                    aria-label={t("removeField", words)}
                    onPointerDown={(event) => event.stopPropagation()}
                    onClick={() => onRemove(field)}
                  >
                    <IconTrash size={16} aria-hidden="true" />
                  </button>
                  {/* For the mouse and the finger; Shift with arrows does the same. */}
                  <span
                    className={classes.handle}
                    aria-hidden="true"
                    onPointerDown={begin(field, "size")}
                    onPointerMove={go}
                    onPointerUp={end}
                    onPointerCancel={end}
                  />
                </>
              )}
            </li>
          );
        })}
      </ul>
      {drag?.guides.map(({ axis, at }) => (
        <span
          key={axis}
          className={classes.guide}
          data-axis={axis}
          aria-hidden="true"
          style={axis === "x" ? { left: `${at * 100}%` } : { top: `${at * 100}%` }}
        />
      ))}
    </div>
  );
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function boxOf({ x, y, width, height }: Box): Box {
  return { x, y, width, height };
}

function sameBox(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function positionOf(box: Box): React.CSSProperties {
  return {
    left: `${box.x * 100}%`,
    top: `${box.y * 100}%`,
    width: `${box.width * 100}%`,
    height: `${box.height * 100}%`,
  };
}
