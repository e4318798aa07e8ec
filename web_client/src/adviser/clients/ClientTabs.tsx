/** The parts of a client's page that are lists: appointments, documents, what was said. */
import { Button } from "@mantine/core";
import { IconCalendarPlus, IconVideo } from "@tabler/icons-react";
import { clientsTexts } from "../../i18n/clients";
import { EmptyState, Panel, useT } from "../../ui";
import { OverviewRow } from "../agenda/OverviewRow";
import { useMember } from "../api/account";
import { useAppointments } from "../api/agenda";
import { useTimeline } from "../api/clients";
import { ClientMessages } from "../messages/ClientMessages";
import { Loaded } from "../shell/Problem";
import { TimelineLine } from "./TimelineCard";
import { GROUPS } from "./timelineLines";
import "../agenda/agenda.css";

interface TabProps {
  readonly clientId: string;
}

export function AppointmentsTab({ clientId, onNew }: TabProps & { readonly onNew: () => void }) {
  const t = useT(clientsTexts);
  const { user } = useMember();
  const list = useAppointments(user.role === "admin" ? "all" : "mine", { client: clientId });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const add = (
    <Button leftSection={<IconCalendarPlus size={20} aria-hidden="true" />} onClick={onNew}>
      {t("newAppointment")}
    </Button>
  );
  return (
    <Panel flush>
      <Loaded query={list} lines={4}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <EmptyState
                headingLevel={2}
                icon={<IconCalendarPlus size={34} stroke={1.6} />}
                title={t("noAppointmentsTitle")}
                actions={add}
              >
                {t("noAppointmentsText")}
              </EmptyState>
            );
          }
          return (
            <>
              <ul className="a-rows g-rows">
                {items.map((appointment) => (
                  <OverviewRow
                    key={appointment.id}
                    appointment={appointment}
                    withAdviser={user.role === "admin"}
                  />
                ))}
              </ul>
              <div className="a-more">
                {add}
                {hasNextPage && (
                  <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                    {t("older")}
                  </Button>
                )}
              </div>
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

/** Sessions that were held with this client. */
function Meetings({ clientId }: TabProps) {
  const t = useT(clientsTexts);
  const meetings = useTimeline(clientId, GROUPS.meetings);
  return (
    <Panel title={t("groupMeetings")}>
      <Loaded query={meetings} lines={3}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.items);
          if (entries.length === 0) {
            return (
              <EmptyState icon={<IconVideo size={34} stroke={1.6} />} title={t("noMeetingsTitle")}>
                {t("noMeetingsText")}
              </EmptyState>
            );
          }
          return (
            <ol className="c-lines">
              {entries.map((entry) => (
                <TimelineLine key={entry.id} entry={entry} />
              ))}
            </ol>
          );
        }}
      </Loaded>
    </Panel>
  );
}

/** What was written, and the sessions that were held. */
export function TalkTab({ clientId }: TabProps) {
  return (
    <div className="a-columns">
      <ClientMessages clientId={clientId} />
      <Meetings clientId={clientId} />
    </div>
  );
}
