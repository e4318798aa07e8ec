/** Every document that is signed, is to be signed, or waits to be sent; newest first. */
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFileText, IconSearch, IconSignature } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { EnvelopeStatus } from "../../features/signing/types";
import { adviserTexts } from "../../i18n/adviser";
import { envelopesTexts } from "../../i18n/envelopes";
import { EmptyState, Panel, useT } from "../../ui";
import { useEnvelopes } from "../api/envelopes";
import { MoreOfList } from "../shell/MoreOfList";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { EnvelopeRow } from "./EnvelopeRow";
import "./signing.css";

const FILTERS = {
  all: "filterAll",
  sent: "filterSent",
  completed: "filterCompleted",
  draft: "filterDraft",
  declined: "filterDeclined",
  voided: "filterVoided",
  expired: "filterExpired",
} as const;

type Filter = keyof typeof FILTERS;

function isFilter(value: string | null): value is Filter {
  return value !== null && value in FILTERS;
}

export function Envelopes() {
  const t = useT(envelopesTexts);
  const adviser = useT(adviserTexts);
  const [search, setSearch] = useSearchParams();
  const asked = search.get("status");
  const filter: Filter = isFilter(asked) ? asked : "all";
  const [query, setQuery] = useState("");
  const [settled] = useDebouncedValue(query.trim(), 250);
  const status: EnvelopeStatus | undefined = filter === "all" ? undefined : filter;
  const list = useEnvelopes({ status, search: settled });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const narrowed = filter !== "all" || settled !== "";
  return (
    <>
      <PageTitle title={adviser("signing")} lead={t("signingLead")}>
        <Button variant="default" component={Link} to="/adviser/signing/templates">
          {t("templates")}
        </Button>
        <Button
          component={Link}
          to="/adviser/signing/new"
          leftSection={<IconSignature size={20} aria-hidden="true" />}
        >
          {adviser("newDocument")}
        </Button>
      </PageTitle>
      <div className="a-sign-filters">
        <SegmentedControl
          aria-label={t("whichDocuments")}
          value={filter}
          onChange={(value) => setSearch(value === "all" ? {} : { status: value }, { replace: true })}
          data={Object.entries(FILTERS).map(([value, key]) => ({ value, label: t(key) }))}
        />
        <TextInput
          className="a-filter"
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          leftSection={<IconSearch size={19} aria-hidden="true" />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <Panel flush>
        <Loaded query={list} lines={6}>
          {() =>
            items.length === 0 ? (
              narrowed ? (
                <p className="a-inset a-quiet" role="status">
                  {t("noneFound")}
                </p>
              ) : (
                <NoEnvelopes />
              )
            ) : (
              <>
                <p className="s-hidden" role="status">
                  {settled === "" ? "" : t("found", { count: items.length })}
                </p>
                <ul className="a-rows">
                  {items.map((envelope) => (
                    <EnvelopeRow key={envelope.id} envelope={envelope} />
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
        <MoreOfList list={list}>{t("older")}</MoreOfList>
      </Panel>
    </>
  );
}

function NoEnvelopes() {
  const t = useT(envelopesTexts);
  const adviser = useT(adviserTexts);
  return (
    <EmptyState
      headingLevel={2}
      icon={<IconFileText size={34} stroke={1.6} />}
      title={t("noneTitle")}
      actions={
        <Button
          component={Link}
          to="/adviser/signing/new"
          leftSection={<IconSignature size={20} aria-hidden="true" />}
        >
          {adviser("newDocument")}
        </Button>
      }
    >
      {t("noneText")}
    </EmptyState>
  );
}
