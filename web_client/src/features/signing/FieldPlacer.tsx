/** Where the sender puts fields on the pages: dragged from the palette, or with the keyboard alone. */
import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { signingTexts } from "../../i18n/signing";
import { announce, useT } from "../../ui";
import { PdfView } from "../stage/PdfView";
import { type PDFDocumentProxy, sizeOf } from "../stage/pdf";
import { FieldSettings } from "./FieldSettings";
import { KINDS } from "./kinds";
import { Palette } from "./Palette";
import classes from "./Placer.module.css";
import { PlacerLayer } from "./PlacerLayer";
import { nameOfSigner } from "./people";
import { freePlace, MOST_FIELDS, newField, onAllPages } from "./placing";
import type { FieldPlacerProps } from "./props";
import type { Field, FieldKind, PageSize } from "./types";

const A4: PageSize = { width: 595, height: 842 };

export function FieldPlacer(props: FieldPlacerProps) {
  const { pdf, name, page, onPage, signers, fields, onChange, active, onActive } = props;
  const t = useT(signingTexts);
  const [zoom, setZoom] = useState(1);
  const [chosen, setChosen] = useState<string | null>(null);
  const [removed, setRemoved] = useState<Field | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const size = usePageSize(pdf, page);
  const signer = signers.find(({ id }) => id === active) ?? signers[0];
  const selected = fields.find(({ id }) => id === chosen) ?? null;
  const nameOf = (id: string) => nameOfSigner(signers, id, (number) => t("personNumber", { number }));
  const sayOf = (field: Field) => ({ kind: t(KINDS[field.kind].text), name: nameOf(field.signer_id) });

  const place = (kind: FieldKind, at: { x: number; y: number } | null) => {
    if (!signer || fields.length >= MOST_FIELDS) return;
    const fresh = newField(kind, signer.id, page, size, at ?? { x: 0.5, y: 0.45 });
    const here = fields.filter((field) => field.page === page);
    const field = at ? fresh : { ...fresh, ...freePlace(here, fresh) };
    onChange([...fields, field]);
    setChosen(field.id);
    setRemoved(null);
    announce(t("placedOn", { ...sayOf(field), page }));
    focusField(root.current, field.id);
  };
  const change = (id: string, changes: Partial<Field>) =>
    onChange(fields.map((field) => (field.id === id ? { ...field, ...changes } : field)));
  const remove = (field: Field) => {
    onChange(fields.filter(({ id }) => id !== field.id));
    setRemoved(field);
    setChosen(null);
    announce(t("removedField", sayOf(field)));
    // The focus stays in the work: on the next field, or where fields come from.
    const next = fields.find(({ id, page: on }) => id !== field.id && on === field.page);
    if (next) focusField(root.current, next.id);
    else root.current?.querySelector<HTMLElement>("[data-kind]")?.focus();
  };
  const restore = () => {
    if (!removed) return;
    onChange([...fields, removed]);
    onPage(removed.page);
    setChosen(removed.id);
    setRemoved(null);
    focusField(root.current, removed.id);
  };
  const copy = (field: Field) => {
    const more = onAllPages(field, fields, pdf.numPages);
    onChange([...fields, ...more]);
    announce(t("copiedToAll", { count: more.length }));
  };

  return (
    <div ref={root} className={classes.placer}>
      <div className={classes.side}>
        <Palette
          signers={signers}
          fields={fields}
          active={signer?.id ?? ""}
          onActive={onActive}
          full={fields.length >= MOST_FIELDS}
          onPlace={place}
          pageBox={() => root.current?.querySelector("[data-placer-page]")?.getBoundingClientRect() ?? null}
        />
        {selected && (
          <FieldSettings
            field={selected}
            signers={signers}
            pages={pdf.numPages}
            onChange={(changes) => change(selected.id, changes)}
            onCopy={() => copy(selected)}
            onRemove={() => remove(selected)}
          />
        )}
        {removed && (
          <p className={classes.removed} role="status">
            {t("removedField", sayOf(removed))}
            <Button size="compact-sm" variant="default" onClick={restore}>
              {t("undoRemove")}
            </Button>
          </p>
        )}
      </div>
      <div className={classes.paper}>
        <PdfView
          pdf={pdf}
          name={name}
          page={page}
          onPage={(next) => {
            setChosen(null);
            onPage(next);
          }}
          zoom={zoom}
          onZoom={setZoom}
          overlay={
            <PlacerLayer
              page={page}
              size={size}
              fields={fields}
              signers={signers}
              chosen={chosen}
              onChoose={(field) => {
                setChosen(field?.id ?? null);
                if (field) onActive(field.signer_id);
              }}
              onChange={change}
              onRemove={remove}
              nameOf={nameOf}
            />
          }
        />
      </div>
    </div>
  );
}

/** Once it is drawn. */
function focusField(root: HTMLElement | null, id: string): void {
  window.setTimeout(() => root?.querySelector<HTMLElement>(`[data-placed="${id}"]`)?.focus());
}

function usePageSize(pdf: PDFDocumentProxy, page: number): PageSize {
  const [size, setSize] = useState<PageSize>(A4);
  useEffect(() => {
    let gone = false;
    pdf.getPage(Math.min(page, pdf.numPages)).then(
      (loaded) => {
        if (!gone) setSize(sizeOf(loaded));
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [pdf, page]);
  return size;
}
