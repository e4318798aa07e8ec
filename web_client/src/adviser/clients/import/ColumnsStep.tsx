/** What each column of the file is, with what stands in it beside. */
import { Button, NativeSelect } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { importsTexts } from "../../../i18n/imports";
import { Panel, useT } from "../../../ui";
import { useClientFields } from "../../api/clientParts";
import { type ClientImport, useColumns, useDropImport } from "../../api/imports";
import { ImportCountsLine } from "./ImportCountsLine";
import { ImportProblem } from "./ImportProblem";
import { chosen, TARGET_GROUPS, type TargetGroup } from "./targets";

const GROUPS = Object.keys(TARGET_GROUPS) as TargetGroup[];

export function ColumnsStep({ one, onNext }: { readonly one: ClientImport; readonly onNext: () => void }) {
  const t = useT(importsTexts);
  const navigate = useNavigate();
  const kept = one.columns.map(({ target }) => target);
  const [columns, setColumns] = useState<readonly string[]>(kept);
  const apply = useColumns(one.id);
  const drop = useDropImport(one.id);
  const fields = useClientFields().data ?? [];
  const changed = columns.some((target, at) => target !== kept[at]);
  const own = fields.map(({ key, label }) => ({ value: `field:${key}`, label }));
  const data = [
    { value: "", label: t("notUsed") },
    ...GROUPS.map((group) => ({
      group: t(`group_${group}`),
      items: TARGET_GROUPS[group].map((value) => ({ value, label: t(`to_${value}`) })),
    })),
    ...(own.length === 0 ? [] : [{ group: t("group_own"), items: own }]),
  ];
  const between = one.delimiter === "\t" ? "tab" : one.delimiter && `“${one.delimiter}”`;
  const how = [one.encoding.toUpperCase(), between].filter((word) => word !== "");
  return (
    <Panel title={t("columnsTitle")}>
      <p className="im-hint">
        {t("columnsText")} {how.length > 0 && t("facts", { how: how.join(" · ") })}{" "}
        {one.more_sheets > 0 && t("sheetOnly", { sheet: one.sheet, count: one.more_sheets })}{" "}
        {one.shortened > 0 && t("shortened", { count: one.shortened })}
      </p>
      <ImportCountsLine one={one} />
      <ul className="im-columns">
        {one.columns.map(({ header, samples }, at) => {
          const name = header || t("column", { number: at + 1 });
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name, and never move
            <li key={at} data-unused={columns[at] === "" || undefined}>
              <div className="im-column">
                <strong>{name}</strong>
                <span className="im-samples">
                  <span className="s-hidden">{t("samples")}: </span>
                  {samples.length === 0 ? t("nothing") : samples.join(" · ")}
                </span>
              </div>
              <NativeSelect
                aria-label={t("becomes", { header: name })}
                data={data}
                value={columns[at] ?? ""}
                onChange={(event) => setColumns(chosen(columns, at, event.currentTarget.value))}
              />
            </li>
          );
        })}
      </ul>
      <ImportProblem error={apply.error ?? drop.error} />
      <div className="im-buttons">
        <Button
          variant="subtle"
          loading={drop.isPending}
          onClick={() =>
            drop.mutate(undefined, { onSuccess: () => void navigate("/adviser/clients/import") })
          }
        >
          {t("drop")}
        </Button>
        {changed ? (
          <Button loading={apply.isPending} onClick={() => apply.mutate(columns)}>
            {t("reread")}
          </Button>
        ) : (
          <Button rightSection={<IconArrowRight size={18} aria-hidden="true" />} onClick={onNext}>
            {t("next")}
          </Button>
        )}
      </div>
    </Panel>
  );
}
