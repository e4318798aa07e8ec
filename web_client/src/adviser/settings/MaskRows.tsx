/** What an office hides on websites beside what is always hidden: pairs of a website and a CSS selector. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconEyeOff, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { browsingTexts } from "../../i18n/browsing";
import { announce, Panel, useT } from "../../ui";
import type { Mask } from "../api/browsing";
import type { Complaint } from "./browsingForm";

const MOST = 200;

interface MaskRowsProps {
  readonly masks: readonly Mask[];
  readonly onChange: (masks: readonly Mask[]) => void;
  readonly complaint: Complaint | undefined;
}

export function MaskRows({ masks, onChange, complaint }: MaskRowsProps) {
  const t = useT(browsingTexts);
  const added = useRef(false);
  const list = useRef<HTMLUListElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!added.current) return;
    added.current = false;
    list.current?.querySelector<HTMLInputElement>(`[name="site-${masks.length - 1}"]`)?.focus();
  }, [masks.length]);
  const change = (row: number, some: Partial<Mask>) =>
    onChange(masks.map((mask, index) => (index === row ? { ...mask, ...some } : mask)));
  const remove = (row: number) => {
    onChange(masks.filter((_, index) => index !== row));
    add.current?.focus();
    announce(t("maskRemoved"));
  };
  const wrong = (at: "site" | "selector", row: number) =>
    complaint?.at === at && complaint.row === row ? t(`${at}Wrong`) : undefined;
  return (
    <Panel title={t("hide")}>
      <p className="a-quiet a-tight">{t("hideText")}</p>
      {masks.length === 0 ? (
        <p className="a-hint">{t("maskNone")}</p>
      ) : (
        <>
          <ul ref={list} className="a-masks">
            {masks.map((mask, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              <li key={row}>
                <fieldset aria-label={t("maskNumber", { number: row + 1 })}>
                  <TextInput
                    name={`site-${row}`}
                    label={t("maskSite")}
                    placeholder="*.bank.example"
                    spellCheck={false}
                    autoCapitalize="off"
                    maxLength={260}
                    value={mask.site}
                    error={wrong("site", row)}
                    onChange={(event) => change(row, { site: event.currentTarget.value })}
                  />
                  <TextInput
                    name={`selector-${row}`}
                    label={t("maskSelector")}
                    placeholder="#saldo"
                    spellCheck={false}
                    autoCapitalize="off"
                    maxLength={500}
                    value={mask.selector}
                    error={wrong("selector", row)}
                    onChange={(event) => change(row, { selector: event.currentTarget.value })}
                  />
                  <ActionIcon
                    variant="subtle"
                    size={42}
                    aria-label={mask.site ? t("maskRemove", { site: mask.site }) : t("maskRemoveNew")}
                    onClick={() => remove(row)}
                  >
                    <IconTrash size={20} stroke={1.8} aria-hidden="true" />
                  </ActionIcon>
                </fieldset>
              </li>
            ))}
          </ul>
          <p className="a-hint">{t("maskSelectorText")}</p>
        </>
      )}
      <Button
        ref={add}
        className="a-after"
        variant="default"
        disabled={masks.length >= MOST}
        leftSection={<IconEyeOff size={19} aria-hidden="true" />}
        onClick={() => {
          added.current = true;
          onChange([...masks, { site: "", selector: "" }]);
        }}
      >
        {t("maskAdd")}
      </Button>
    </Panel>
  );
}
