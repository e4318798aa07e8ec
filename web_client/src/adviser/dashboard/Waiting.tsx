/** What asks something of the adviser: a time that a client proposes instead, a document that came in, a summary. */

import { IconCalendarQuestion, IconFileDownload, IconNotes } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatShortDay } from "../../i18n";
import { officeTexts } from "../../i18n/office";
import { CountChip, IconTile, Panel, StatusChip, type Tone, useLanguage, useT } from "../../ui";
import { nameOf } from "../agenda/status";
import type { Appointment } from "../api/agenda";
import { request } from "../api/client";
import type { Page } from "../api/types";

interface Received {
  readonly id: string;
  readonly name: string;
  readonly client: { readonly id: string; readonly name: string } | null;
  readonly created_at: string;
  readonly seen: boolean;
}

interface Item {
  readonly id: string;
  readonly to: string;
  readonly icon: ReactNode;
  readonly tone: Tone;
  readonly words: string;
  readonly caption: string;
  readonly mark: string;
}

const MOST = 6;

interface WaitingProps {
  readonly planning: readonly Appointment[];
  /** Appointments that took place and have no summary yet; none without the add-on. */
  readonly unsummed: readonly Appointment[];
}

export function Waiting({ planning, unsummed }: WaitingProps) {
  const t = useT(officeTexts);
  const language = useLanguage();
  const { data } = useQuery({
    queryKey: ["documents", "came in"],
    queryFn: ({ signal }) =>
      request<Page<Received>>("GET", "/documents", {
        query: { status: "received", unseen: "true", limit: String(MOST) },
        signal,
      }),
    refetchInterval: 60_000,
    refetchOnWindowFocus: "always",
  });
  const items: Item[] = [
    ...planning
      .filter(({ options }) => options.some(({ by, state }) => by === "client" && state === "open"))
      .map((one) => ({
        id: one.id,
        to: `/adviser/agenda?appointment=${one.id}`,
        icon: <IconCalendarQuestion size={22} stroke={1.7} />,
        tone: "attention" as const,
        words: t("counterTitle"),
        caption: nameOf(one),
        mark: t("today"),
      })),
    ...(data?.items ?? []).map((one) => ({
      id: one.id,
      to: one.client
        ? `/adviser/clients/${one.client.id}/documents`
        : `/adviser/documents?document=${one.id}`,
      icon: <IconFileDownload size={22} stroke={1.7} />,
      tone: "office" as const,
      words: t("receivedTitle", { name: one.name }),
      caption: one.client?.name ?? "",
      mark: formatShortDay(language, new Date(one.created_at)),
    })),
    ...unsummed.map((one) => ({
      id: one.id,
      to: `/adviser/agenda?appointment=${one.id}`,
      icon: <IconNotes size={22} stroke={1.7} />,
      tone: "info" as const,
      words: t("summaryTitle"),
      caption: nameOf(one),
      mark: one.start === null ? "" : formatShortDay(language, new Date(one.start)),
    })),
  ];
  return (
    <Panel
      title={t("waiting")}
      badge={
        items.length > 0 && (
          <CountChip count={items.length} label={t("waitingCount", { count: items.length })} />
        )
      }
      flush
    >
      {items.length === 0 ? (
        <p className="a-inset a-quiet">{t("waitingNone")}</p>
      ) : (
        <ul className="a-rows">
          {items.slice(0, MOST).map((item) => (
            <li key={item.id}>
              <Link className="a-row" to={item.to}>
                <IconTile tone={item.tone}>{item.icon}</IconTile>
                <span className="a-row-words">
                  <strong>{item.words}</strong>
                  <span>{item.caption}</span>
                </span>
                <span className="a-row-side">
                  <StatusChip tone={item.tone === "attention" ? "attention" : "neutral"}>
                    {item.mark}
                  </StatusChip>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
