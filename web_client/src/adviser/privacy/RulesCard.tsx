/** The table of retention rules, and what the last round did. */
import { NumberInput, Switch } from "@mantine/core";
import { useState } from "react";
import { calledBy, privacyTexts } from "../../i18n/privacy";
import { announce, Panel, useConfirm, useLanguage, useT } from "../../ui";
import { type Rule, type Rules, useChangeRule, useRules } from "../api/privacy";
import { Loaded } from "../shell/Problem";
import { PrivacyProblem } from "./PrivacyProblem";
import { useWhen } from "./useWhen";

export function RulesCard() {
  const t = useT(privacyTexts);
  const rules = useRules();
  const change = useChangeRule();
  return (
    <Panel title={t("rules")}>
      <p className="a-quiet">{t("rulesText")}</p>
      <PrivacyProblem error={change.error} />
      <Loaded query={rules} lines={6}>
        {(shown) => (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by keyboard */}
            <section className="p-scroll" tabIndex={0} aria-label={t("rules")}>
              <table className="p-rules">
                <thead>
                  <tr>
                    {(["what", "country", "months", "on"] as const).map((one) => (
                      <th key={one} scope="col">
                        {t(one)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {shown.items.map((rule) => (
                    <RuleRow key={`${rule.id} ${rule.version}`} rule={rule} change={change} />
                  ))}
                </tbody>
              </table>
            </section>
            <LastRun rules={shown} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function RuleRow({
  rule,
  change,
}: {
  readonly rule: Rule;
  readonly change: ReturnType<typeof useChangeRule>;
}) {
  const t = useT(privacyTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const [months, setMonths] = useState<number | string>(rule.months);
  const what = calledBy(language, `kind_${rule.kind}`, rule.kind);
  const named = { what, country: rule.country };
  const saved = { onSuccess: () => announce(t("saved")) };
  const keep = () => {
    const number = Number(months);
    if (Number.isInteger(number) && number >= 1 && number <= 600 && number !== rule.months) {
      change.mutate({ rule, change: { months: number } }, saved);
    } else setMonths(rule.months);
  };
  const toggle = async (active: boolean) => {
    const ask = { title: t("switchOnTitle", { what }), text: t("switchOnText"), confirm: t("switchOn") };
    if (active && !(await confirm({ ...ask, tone: "danger" }))) return;
    change.mutate({ rule, change: { active } }, saved);
  };
  return (
    <tr>
      <th scope="row">
        {what}
        <small>{rule.reason}</small>
      </th>
      <td>{rule.country}</td>
      <td data-label={t("months")}>
        <NumberInput
          aria-label={t("monthsOf", named)}
          w={96}
          min={1}
          max={600}
          value={months}
          onChange={setMonths}
          onBlur={keep}
        />
      </td>
      <td data-label={t("on")}>
        <Switch
          aria-label={t("onOf", named)}
          checked={rule.active}
          onChange={(event) => void toggle(event.currentTarget.checked)}
        />
      </td>
    </tr>
  );
}

function LastRun({ rules: { last } }: { readonly rules: Rules }) {
  const t = useT(privacyTexts);
  const language = useLanguage();
  const when = useWhen({ dateStyle: "medium", timeStyle: "short" });
  if (last === null) return <p className="a-quiet">{t("noRun")}</p>;
  const told = last.lines.filter(({ due, held, stopped }) => due + held + stopped > 0);
  return (
    <>
      <p className="a-quiet">{t("lastRun", { when: when(last.at) })}</p>
      {told.length === 0 && <p className="a-quiet">{t("nothingDue")}</p>}
      <ul className="p-plain">
        {told.map(({ kind, country, gone, due, held, stopped }) => (
          <li key={`${kind} ${country}`}>
            {calledBy(language, `kind_${kind}`, kind)}, {country}:{" "}
            {t("runLine", { gone, due, held, stopped })}
          </li>
        ))}
      </ul>
    </>
  );
}
