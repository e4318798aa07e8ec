/** Who saw and did what, searched; and whether the chain of its lines holds. */
import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconShieldCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { privacyTexts } from "../../i18n/privacy";
import { Notice, Panel, useT } from "../../ui";
import { type AuditLine, useAudit, useVerdict } from "../api/privacy";
import { Loaded } from "../shell/Problem";
import { PrivacyProblem } from "./PrivacyProblem";
import { useWhen } from "./useWhen";

export function AuditCard() {
  const t = useT(privacyTexts);
  const [search, setSearch] = useState("");
  const [wanted] = useDebouncedValue(search.trim(), 250);
  const audit = useAudit(wanted);
  const verdict = useVerdict();
  return (
    <Panel
      title={t("audit")}
      action={
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={19} aria-hidden="true" />}
          loading={verdict.isPending}
          onClick={() => verdict.mutate()}
        >
          {t("check")}
        </Button>
      }
    >
      <div className="a-fields">
        <PrivacyProblem error={verdict.error} />
        {verdict.data && (
          <Notice kind={verdict.data.intact ? "success" : "danger"} live>
            {verdict.data.intact
              ? t("intact", { lines: verdict.data.lines })
              : t("broken", { wrong: verdict.data.wrong ?? 1 })}{" "}
            {verdict.data.withheld > 0 && t("withheldCount", { count: verdict.data.withheld })}
          </Notice>
        )}
        <TextInput
          aria-label={t("search")}
          placeholder={t("search")}
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          value={search}
          maxLength={120}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Loaded query={audit} lines={6}>
          {({ pages }) => {
            const lines = pages.flatMap(({ items }) => items);
            if (lines.length === 0) return <p className="a-quiet">{t("noLines")}</p>;
            return (
              <ul className="p-list">
                {lines.map((line) => (
                  <Line key={line.id} line={line} />
                ))}
              </ul>
            );
          }}
        </Loaded>
        {audit.hasNextPage && (
          <div className="a-buttons">
            <Button
              variant="default"
              loading={audit.isFetchingNextPage}
              onClick={() => void audit.fetchNextPage()}
            >
              {t("more")}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

function Line({ line }: { readonly line: AuditLine }) {
  const t = useT(privacyTexts);
  const when = useWhen({ dateStyle: "medium", timeStyle: "medium" });
  const who = line.actor.name || (line.actor.kind === "client" ? t("client") : t("service"));
  return (
    <li className="p-line">
      <span>
        <strong>{who}</strong>
        <small>
          <code>{line.action}</code> {line.withheld && `(${t("withheld")})`}
        </small>
      </span>
      <span>
        {line.subject_name !== "" && (
          <Link to={`/adviser/clients/${line.subject_id}`}>{line.subject_name}</Link>
        )}
        <small>{when(line.at)}</small>
      </span>
    </li>
  );
}
