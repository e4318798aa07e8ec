/** One thing of a list in the settings of clients: what it is called, and buttons to change it and to delete it. */
import { ActionIcon } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { clientsTexts } from "../../i18n/clients";
import { announce, useConfirm, useT } from "../../ui";
import { ClientProblem } from "../clients/ClientProblem";

interface Dropping {
  /** What the button says to who does not see it. */
  readonly label: string;
  /** The question before, and what follows from a yes. */
  readonly ask: string;
  readonly text: string;
  /** Said once it is gone. */
  readonly done: string;
  readonly busy: boolean;
  readonly drop: (then: { readonly onSuccess: () => void }) => void;
}

interface EditableRowProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly editLabel: string;
  readonly onEdit: () => void;
  /** Absent for what has to stay. */
  readonly dropping?: Dropping | undefined;
  /** More buttons, before the two. */
  readonly actions?: ReactNode;
  readonly quiet?: boolean;
  readonly error: unknown;
}

export function EditableRow({ name, children, dropping, ...row }: EditableRowProps) {
  const t = useT(clientsTexts);
  const confirm = useConfirm();
  const remove = async ({ ask, text, done, drop }: Dropping) => {
    const sure = await confirm({
      title: ask,
      text,
      confirm: t("delete"),
      tone: "danger",
      icon: <IconTrash size={26} stroke={1.7} />,
    });
    if (sure) drop({ onSuccess: () => announce(done) });
  };
  return (
    <li className="a-row a-row-wrap">
      <span className="a-row-words">
        <strong>{name}</strong>
        <span>{children}</span>
      </span>
      <span className={row.quiet ? "a-row-side c-quiet-actions" : "a-row-side"}>
        {row.actions}
        <ActionIcon aria-label={row.editLabel} onClick={row.onEdit}>
          <IconPencil size={19} aria-hidden="true" />
        </ActionIcon>
        {dropping && (
          <ActionIcon
            aria-label={dropping.label}
            loading={dropping.busy}
            onClick={() => void remove(dropping)}
          >
            <IconTrash size={19} aria-hidden="true" />
          </ActionIcon>
        )}
      </span>
      {Boolean(row.error) && (
        <div className="a-whole-line">
          <ClientProblem error={row.error} />
        </div>
      )}
    </li>
  );
}
