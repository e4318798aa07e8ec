/** Choosing in the list, and what happens with who is chosen: the bar, its dialogs, and the way back. */
import { IconTrash } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { clientsTexts } from "../../i18n/clients";
import { announce, useConfirm, useT } from "../../ui";
import {
  type BulkAction,
  type Changed,
  type ClientRow,
  type Target,
  useBulk,
  useRestoreClient,
  useUndo,
} from "../api/clients";
import { ActionDialog, type Asked } from "./ActionDialog";
import { BulkDialog } from "./BulkDialogs";
import { ClientProblem } from "./ClientProblem";
import type { ClientFilter } from "./filter";
import type { RowAction } from "./RowMenu";
import { type BulkButton, DoneBar, SelectionBar } from "./SelectionBar";
import { choose, countChosen, EVERYBODY, NOBODY, type Selection } from "./selection";

interface Doing {
  readonly what: RowAction | BulkButton;
  readonly target: Target;
  readonly count: number;
}

interface Done {
  readonly change: Changed;
  readonly action: BulkAction["action"];
  readonly undone: boolean;
}

export function useListActions(rows: readonly ClientRow[], filter: ClientFilter, found: number) {
  const [selection, setSelection] = useState<Selection>(NOBODY);
  const [doing, setDoing] = useState<Doing>();
  const [done, setDone] = useState<Done>();
  const last = useRef<number>(undefined);
  const bulk = useBulk();
  const restore = useRestoreClient();
  const t = useT(clientsTexts);
  const confirm = useConfirm();

  const target: Target =
    selection.mode === "some" ? { ids: [...selection.ids] } : { filter, except: [...selection.except] };

  const remove = async (of: Target, count: number, name: string) => {
    const sure = await confirm({
      title: name === "" ? t("deleteAsk", { count }) : t("deleteOneAsk", { name }),
      text: t("deleteText"),
      confirm: t("delete"),
      tone: "danger",
      icon: <IconTrash size={26} stroke={1.7} />,
    });
    if (!sure) return;
    bulk.mutate(
      { ...of, action: "delete" },
      {
        onSuccess: (change) => {
          setSelection(NOBODY);
          setDone({ change, action: "delete", undone: false });
        },
      },
    );
  };

  const bringBack = (of: Target, name: string) => {
    const id = "ids" in of ? of.ids[0] : undefined;
    if (id !== undefined) restore.mutate(id, { onSuccess: () => announce(t("isRestored", { name })) });
  };

  const start = (what: RowAction | BulkButton, of: Target, count: number, name: string) => {
    bulk.reset();
    setDone(undefined);
    if (what === "delete") void remove(of, count, name);
    else if (what === "restore") bringBack(of, name);
    else setDoing({ what, target: of, count });
  };

  return {
    selection,
    /** Who is chosen; everybody of the list while nobody is. */
    target: countChosen(selection, found) === 0 ? { filter, except: [] } : target,
    doing,
    done,
    error: bulk.error ?? restore.error,
    setDone,
    /** Another list: who was chosen in the one before is not seen any more. */
    forget() {
      setSelection(NOBODY);
      last.current = undefined;
    },
    onChoose(at: number, on: boolean, range: boolean) {
      const from = range && last.current !== undefined ? last.current : at;
      const ids = rows.slice(Math.min(from, at), Math.max(from, at) + 1).map(({ id }) => id);
      last.current = at;
      setDone(undefined);
      setSelection(choose(selection, ids, on));
    },
    onChooseAll(on: boolean) {
      setDone(undefined);
      setSelection(on ? EVERYBODY : NOBODY);
      if (on) announce(t("chosenCount", { count: found }));
    },
    onRow: (row: ClientRow, what: RowAction) => start(what, { ids: [row.id] }, 1, row.name),
    onBulk: (what: BulkButton) => start(what, target, countChosen(selection, found), ""),
    onClose: () => setDoing(undefined),
    onDone(change: Changed, action: BulkAction["action"]) {
      setDoing(undefined);
      setSelection(NOBODY);
      setDone({ change, action, undone: false });
    },
  };
}

const DONE_WORDS = {
  tag: "doneTag",
  untag: "doneUntag",
  delete: "doneDelete",
  assign: "doneAssign",
  team: "doneTeam",
} as const satisfies Record<BulkAction["action"], string>;

/** Who was deleted on their own page a moment ago, which this list was opened with. */
function deletedIn(state: unknown): { readonly id: string; readonly name: string } | undefined {
  const gone = (state as { readonly deleted?: { readonly id?: unknown; readonly name?: unknown } } | null)
    ?.deleted;
  return typeof gone?.id === "string" && typeof gone.name === "string"
    ? { id: gone.id, name: gone.name }
    : undefined;
}

interface ListActionsProps {
  readonly actions: ReturnType<typeof useListActions>;
  readonly found: number;
  readonly chosen: number;
}

export function ListActions({ actions, found, chosen }: ListActionsProps) {
  const t = useT(clientsTexts);
  const undo = useUndo();
  const restore = useRestoreClient();
  const { doing, done } = actions;
  const navigate = useNavigate();
  const { state } = useLocation();
  const gone = deletedIn(state);
  const [search, setSearch] = useSearchParams();
  // The "New" menu of the frame asks for a message without saying to whom.
  const asked: Asked | undefined =
    search.get("new") === "message" ? { what: "message", target: { ids: [] } } : undefined;
  const closeAsked = () => {
    const next = new URLSearchParams(search);
    next.delete("new");
    setSearch(next, { replace: true });
  };

  return (
    <div className="c-bar-place">
      {Boolean(actions.error ?? undo.error ?? restore.error) && (
        <ClientProblem error={actions.error ?? undo.error ?? restore.error} />
      )}
      {gone ? (
        <DoneBar
          words={t("doneDeleteOne", { name: gone.name })}
          busy={restore.isPending}
          onUndo={() =>
            restore.mutate(gone.id, { onSuccess: () => void navigate(`/adviser/clients/${gone.id}`) })
          }
          onClose={() => void navigate(".", { replace: true, state: null })}
        />
      ) : done ? (
        <DoneBar
          words={t(done.undone ? "undone" : DONE_WORDS[done.action], { count: done.change.count })}
          busy={undo.isPending}
          onUndo={
            done.undone
              ? undefined
              : () =>
                  undo.mutate(done.change.change_id, {
                    onSuccess: () => actions.setDone({ ...done, undone: true }),
                  })
          }
          onClose={() => actions.setDone(undefined)}
        />
      ) : (
        chosen > 0 && (
          <SelectionBar
            count={chosen}
            found={found}
            onAll={() => actions.onChooseAll(true)}
            onAction={actions.onBulk}
            onClose={() => actions.onChooseAll(false)}
          />
        )
      )}
      {doing && (doing.what === "tags" || doing.what === "assign" || doing.what === "team") && (
        <BulkDialog
          what={doing.what}
          target={doing.target}
          count={doing.count}
          onDone={(change, { action }) => actions.onDone(change, action)}
          onClose={actions.onClose}
        />
      )}
      {doing && (doing.what === "message" || doing.what === "share" || doing.what === "appointment") && (
        <ActionDialog asked={{ what: doing.what, target: doing.target }} onClose={actions.onClose} />
      )}
      {asked && <ActionDialog asked={asked} onClose={closeAsked} />}
    </div>
  );
}
