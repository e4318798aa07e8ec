/** "Looks like somebody who is there already": who, a way to look, and a way to go on. */
import { Button } from "@mantine/core";
import { clientsTexts } from "../../i18n/clients";
import { Avatar, Notice, useT } from "../../ui";
import type { ClientRow } from "../api/clients";
import { captionOf } from "./names";

interface CandidatesProps {
  readonly candidates: readonly ClientRow[];
  readonly busy: boolean;
  readonly onAnyway: () => void;
}

export function Candidates({ candidates, busy, onAnyway }: CandidatesProps) {
  const t = useT(clientsTexts);
  return (
    <Notice
      kind="warning"
      live
      title={t("looksLikeTitle")}
      actions={
        <Button variant="default" size="sm" loading={busy} onClick={onAnyway}>
          {t("addAnyway")}
        </Button>
      }
    >
      {t("looksLikeForm")}
      <ul className="c-candidates">
        {candidates.map((client) => (
          <li key={client.id}>
            <Avatar name={client.name} size={36} />
            <span className="a-row-words">
              {/* In a new tab: what was typed here stays. */}
              <a href={`/adviser/clients/${client.id}`} target="_blank" rel="noreferrer">
                {client.name}
                <span className="s-hidden"> {t("inNewTab")}</span>
              </a>
              <span>{[captionOf(client, t), client.email].filter(Boolean).join(" · ")}</span>
            </span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
