/** All appointments: the newest conversation on top, whose, in which state; each opens to everything about it. */
import { Button, Select, Tabs, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useDebouncedValue } from "@mantine/hooks";
import { IconCalendar, IconCalendarOff, IconPlus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { agendaTexts } from "../../i18n/agenda";
import { EmptyState, Panel, useT } from "../../ui";
import { useMember } from "../api/account";
import { type AppointmentFilters, type Scope, useAppointments, useColleagues } from "../api/agenda";
import { MoreOfList } from "../shell/MoreOfList";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { AppointmentDialog } from "./AppointmentDialog";
import { Dates } from "./Dates";
import { addDays, fromIsoDay } from "./dates";
import { OverviewRow } from "./OverviewRow";
import { STATUS_WORDS, STATUSES } from "./status";
import "./agenda.css";

export function Overview() {
  const t = useT(agendaTexts);
  const { user } = useMember();
  const [search, setSearch] = useSearchParams();
  const [making, setMaking] = useState(false);
  const admin = user.role === "admin";
  const scope: Scope = admin && search.get("scope") === "all" ? "all" : "mine";
  return (
    <>
      <PageTitle title={t("appointments")} lead={t("appointmentsLead")}>
        <Button
          component={Link}
          to="/adviser/agenda"
          variant="default"
          leftSection={<IconCalendar size={20} aria-hidden="true" />}
        >
          {t("toAgenda")}
        </Button>
        <Button leftSection={<IconPlus size={20} aria-hidden="true" />} onClick={() => setMaking(true)}>
          {t("newAppointment")}
        </Button>
      </PageTitle>
      {admin ? (
        <Tabs
          value={scope}
          keepMounted={false}
          onChange={(value) => setSearch(value === "all" ? { scope: "all" } : {}, { replace: true })}
        >
          <Tabs.List mb="lg" aria-label={t("whoseAppointments")}>
            <Tabs.Tab value="mine">{t("mine")}</Tabs.Tab>
            <Tabs.Tab value="all">{t("everyone")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="mine">
            <AppointmentList scope="mine" onNew={() => setMaking(true)} />
          </Tabs.Panel>
          <Tabs.Panel value="all">
            <AppointmentList scope="all" onNew={() => setMaking(true)} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <AppointmentList scope="mine" onNew={() => setMaking(true)} />
      )}
      {making && <AppointmentDialog onClose={() => setMaking(false)} />}
    </>
  );
}

interface ListProps {
  readonly scope: Scope;
  readonly onNew: () => void;
}

const TYPING_MS = 200;

function AppointmentList({ scope, onNew }: ListProps) {
  const t = useT(agendaTexts);
  const [typed, setTyped] = useState("");
  const [settled] = useDebouncedValue(typed.trim(), TYPING_MS);
  const [status, setStatus] = useState<string | null>(null);
  const [adviser, setAdviser] = useState<string | null>(null);
  const [days, setDays] = useState<[string | null, string | null]>([null, null]);
  const from = fromIsoDay(days[0]);
  const until = fromIsoDay(days[1]);
  const filters: AppointmentFilters = {
    search: settled === "" ? undefined : settled,
    status: status ?? undefined,
    adviser: scope === "all" ? (adviser ?? undefined) : undefined,
    from: from?.toISOString(),
    to: until && addDays(until, 1).toISOString(),
  };
  const filtered = Object.values(filters).some((value) => value !== undefined);
  const list = useAppointments(scope, filters);
  const colleagues = useColleagues();
  return (
    <>
      <div className="g-filters">
        <TextInput
          type="search"
          label={t("searchAppointments")}
          placeholder={t("searchExample")}
          leftSection={<IconSearch size={19} aria-hidden="true" />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Select
          label={t("status")}
          placeholder={t("everyStatus")}
          clearable
          clearButtonProps={{ "aria-label": t("clearFilter"), tabIndex: 0 }}
          data={STATUSES.map((each) => ({ value: each, label: t(STATUS_WORDS[each]) }))}
          value={status}
          onChange={setStatus}
        />
        <Dates>
          <DatePickerInput
            type="range"
            size="md"
            label={t("period")}
            placeholder={t("always")}
            valueFormat="D MMM YYYY"
            clearable
            clearButtonProps={{ "aria-label": t("clearFilter"), tabIndex: 0 }}
            value={days}
            onChange={setDays}
          />
        </Dates>
        {scope === "all" && (
          <Select
            label={t("colleague")}
            placeholder={t("everyone")}
            clearable
            clearButtonProps={{ "aria-label": t("clearFilter"), tabIndex: 0 }}
            data={(colleagues.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={adviser}
            onChange={setAdviser}
          />
        )}
      </div>
      <Panel flush>
        <Loaded query={list} lines={6}>
          {({ pages }) => {
            const rows = pages.flatMap(({ items }) => items);
            if (rows.length === 0) return <Nothing filtered={filtered} onNew={onNew} />;
            return (
              <>
                <div className="g-row g-row-heads" aria-hidden="true">
                  <span />
                  <span>{t("guest")}</span>
                  <span>{t("kindOfAppointment")}</span>
                  <span>{t("status")}</span>
                  <span>{t("date")}</span>
                </div>
                <ul className="a-rows" aria-label={t("appointments")}>
                  {rows.map((appointment) => (
                    <OverviewRow
                      key={appointment.id}
                      appointment={appointment}
                      withAdviser={scope === "all"}
                    />
                  ))}
                </ul>
              </>
            );
          }}
        </Loaded>
        <MoreOfList list={list}>{t("olderAppointments")}</MoreOfList>
      </Panel>
    </>
  );
}

function Nothing({ filtered, onNew }: { readonly filtered: boolean; readonly onNew: () => void }) {
  const t = useT(agendaTexts);
  if (filtered) return <p className="a-inset a-quiet">{t("nothingFiltered")}</p>;
  return (
    <EmptyState
      headingLevel={2}
      icon={<IconCalendarOff size={34} stroke={1.6} />}
      title={t("noAppointmentsTitle")}
      actions={
        <Button leftSection={<IconPlus size={20} aria-hidden="true" />} onClick={onNew}>
          {t("newAppointment")}
        </Button>
      }
    >
      {t("noAppointmentsText")}
    </EmptyState>
  );
}
