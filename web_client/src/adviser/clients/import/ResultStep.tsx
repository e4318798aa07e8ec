/** What an import did, with its way back; and after that, what stayed. */
import { Button } from "@mantine/core";
import { IconArrowBackUp, IconUsers } from "@tabler/icons-react";
import { Link } from "react-router";
import { formatDay } from "../../../i18n";
import { importsTexts } from "../../../i18n/imports";
import { Notice, Panel, StatusChip, useConfirm, useLanguage, useT } from "../../../ui";
import { useTags } from "../../api/clientParts";
import { type ClientImport, useImportRows, useUndoImport } from "../../api/imports";
import { WrongRows } from "./DoublesStep";
import { ImportProblem } from "./ImportProblem";

export function ResultStep({ one }: { readonly one: ClientImport }) {
  const t = useT(importsTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const undo = useUndoImport(one.id);
  const { counts } = one;
  const undone = one.state === "undone";
  const tag = useTags().data?.find(({ name }) => name === one.tag);
  const facts = undone
    ? (["gone", "restored", "kept"] as const)
    : (["added", "merged", "skipped", "refused"] as const);

  const back = async () => {
    const sure = await confirm({
      title: t("undoAsk"),
      text: t("undoText"),
      confirm: t("undo"),
      tone: "danger",
      icon: <IconArrowBackUp size={26} stroke={1.7} />,
    });
    if (sure) undo.mutate(undefined);
  };
  return (
    <>
      <Panel>
        <Notice kind="success" live title={t(undone ? "undone" : "done")} />
        <p className="im-counts">
          {facts
            .filter((name) => counts[name] > 0)
            .map((name) => (
              <StatusChip key={name} tone={name === "refused" || name === "kept" ? "attention" : "office"}>
                {t(name, { count: counts[name] })}
              </StatusChip>
            ))}
        </p>
        <ImportProblem error={undo.error} />
        <div className="im-buttons">
          {one.undo_until !== null && (
            <>
              <span className="im-hint">
                {t("undoUntil", { date: formatDay(language, new Date(one.undo_until)) })}
              </span>
              <Button
                variant="default"
                loading={undo.isPending}
                leftSection={<IconArrowBackUp size={18} aria-hidden="true" />}
                onClick={() => void back()}
              >
                {t("undo")}
              </Button>
            </>
          )}
          <Button
            component={Link}
            to={tag && !undone ? `/adviser/clients?tags=${tag.id}` : "/adviser/clients"}
            leftSection={<IconUsers size={18} aria-hidden="true" />}
          >
            {t("showThem")}
          </Button>
        </div>
      </Panel>
      {undone && counts.kept > 0 && <Kept one={one} />}
      {!undone && counts.refused > 0 && <WrongRows one={one} />}
    </>
  );
}

function Kept({ one }: { readonly one: ClientImport }) {
  const t = useT(importsTexts);
  const list = useImportRows(one.id, "kept", one.state);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title={t("keptTitle")}>
      <ul className="im-rows">
        {rows.map((row) => (
          <li key={row.number}>
            <Link to={`/adviser/clients/${row.client_id}`}>{row.caption}</Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </Panel>
  );
}
