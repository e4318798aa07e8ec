/** What is done with those who are there already, row by row where that is wanted; then the import begins. */
import { Button, Checkbox, NativeSelect, Radio, Stack } from "@mantine/core";
import { IconArrowLeft, IconDownload } from "@tabler/icons-react";
import { Link } from "react-router";
import { clientRefusal } from "../../../i18n/clients";
import { importsTexts } from "../../../i18n/imports";
import { Panel, useLanguage, useT } from "../../../ui";
import {
  type ClientImport,
  type Doubles,
  type ImportRow,
  useBring,
  useChoices,
  useImportRows,
  wrongRowsAddress,
} from "../../api/imports";
import { Loaded } from "../../shell/Problem";
import { ImportCountsLine } from "./ImportCountsLine";
import { ImportProblem } from "./ImportProblem";

const WAYS = ["merge", "skip", "add"] as const satisfies readonly Doubles[];

export function DoublesStep({ one, onBack }: { readonly one: ClientImport; readonly onBack: () => void }) {
  const t = useT(importsTexts);
  const choose = useChoices(one.id);
  const bring = useBring(one.id);
  const count = one.counts.new + (one.doubles === "skip" ? 0 : one.counts.double);
  return (
    <>
      <Panel title={t("doublesTitle")}>
        <ImportCountsLine one={one} />
        {one.counts.double === 0 ? (
          <p>{t("doublesNone")}</p>
        ) : (
          <Radio.Group
            aria-label={t("doublesTitle")}
            value={one.doubles}
            onChange={(value) => choose.mutate({ doubles: value as Doubles })}
          >
            <Stack gap="sm" mt="sm">
              {WAYS.map((way) => (
                <Radio key={way} value={way} label={t(way)} description={t(`${way}Text`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {one.counts.double > 0 && <DoubleRows one={one} />}
      </Panel>
      {one.counts.wrong > 0 && <WrongRows one={one} />}
      <Panel>
        <TagChoice one={one} onChoose={(tag) => choose.mutate({ tag })} />
        <ImportProblem error={choose.error ?? bring.error} />
        <div className="im-buttons">
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
            onClick={onBack}
          >
            {t("previous")}
          </Button>
          <Button
            disabled={one.counts.new + one.counts.double === 0}
            loading={bring.isPending}
            onClick={() => bring.mutate(undefined)}
          >
            {t("bring", { count })}
          </Button>
        </div>
      </Panel>
    </>
  );
}

function TagChoice({
  one,
  onChoose,
}: {
  readonly one: ClientImport;
  readonly onChoose: (on: boolean) => void;
}) {
  const t = useT(importsTexts);
  return (
    <Checkbox
      checked={one.tag !== ""}
      label={t("giveTag", { tag: one.tag })}
      description={t("tagText")}
      onChange={(event) => onChoose(event.currentTarget.checked)}
    />
  );
}

function DoubleRows({ one }: { readonly one: ClientImport }) {
  const t = useT(importsTexts);
  const list = useImportRows(one.id, "double", "preview");
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Loaded query={list}>
      {() => (
        <>
          <ul className="im-rows">
            {rows.map((row) => (
              <DoubleRow key={row.number} one={one} row={row} />
            ))}
          </ul>
          {list.hasNextPage && (
            <Button
              variant="default"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t("more")}
            </Button>
          )}
        </>
      )}
    </Loaded>
  );
}

function DoubleRow({ one, row }: { readonly one: ClientImport; readonly row: ImportRow }) {
  const t = useT(importsTexts);
  const choose = useChoices(one.id);
  const like = row.alike[0];
  return (
    <li>
      <div className="im-column">
        <strong>{row.caption}</strong>
        <span className="im-hint">
          {t("line", { line: row.line })}
          {" · "}
          {like ? (
            <>
              <Link to={`/adviser/clients/${like.client_id}`} target="_blank">
                {t("looksLike", { name: like.name })}
              </Link>
              {` (${like.by.map((by) => t(`by_${by as "email" | "phone" | "name"}`)).join(", ")})`}
            </>
          ) : (
            t("likeLine")
          )}
        </span>
      </div>
      <NativeSelect
        aria-label={t("withThis", { name: row.caption })}
        value={row.choice ?? ""}
        disabled={choose.isPending}
        data={[{ value: "", label: t("asAll") }, ...WAYS.map((value) => ({ value, label: t(value) }))]}
        onChange={(event) => {
          const wish = event.currentTarget.value;
          choose.mutate({ rows: { [row.number]: wish === "" ? null : (wish as Doubles) } });
        }}
      />
    </li>
  );
}

export function WrongRows({ one }: { readonly one: ClientImport }) {
  const t = useT(importsTexts);
  const language = useLanguage();
  const list = useImportRows(one.id, "wrong", one.state);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel
      title={t("wrongTitle")}
      action={
        <Button
          component="a"
          href={wrongRowsAddress(one.id)}
          download
          variant="default"
          size="sm"
          leftSection={<IconDownload size={18} aria-hidden="true" />}
        >
          {t("download")}
        </Button>
      }
    >
      <p className="im-hint">{t("downloadText")}</p>
      <ul className="im-rows">
        {rows.map((row) => (
          <li key={row.number}>
            <div className="im-column">
              <strong>{row.caption || t("nothing")}</strong>
              <span className="im-hint">
                {t("line", { line: row.line })}
                {": "}
                {[...new Set(row.wrong.map(({ code }) => clientRefusal(language, code, {}) ?? code))].join(
                  " ",
                )}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </Panel>
  );
}
