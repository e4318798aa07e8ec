/** Which service signs, whether credits are allowed, buying them, and what became of them. */
import { Button, Checkbox, NativeSelect, NumberInput } from "@mantine/core";
import { IconArrowBackUp, IconCoins, IconFileCheck, IconHourglass, IconReceipt } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { uuid7 } from "../../features/signing/ids";
import { formatDay, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { integrationTexts } from "../../i18n/integrations";
import { settingsTexts } from "../../i18n/settings";
import { announce, EmptyState, IconTile, Notice, Panel, useLanguage, useT } from "../../ui";
import {
  type Credits,
  type LedgerKind,
  type LedgerLine,
  type SigningChoices,
  useCredits,
  useSaveTransactions,
  useSigningChoices,
} from "../api/integrations";
import { useFields } from "../shell/fields";
import { MoreOfList } from "../shell/MoreOfList";
import { PageTitle } from "../shell/PageTitle";
import { Loaded, Problem } from "../shell/Problem";
import { useKeepChanges } from "../shell/useKeepChanges";

export const MOST_CREDITS = 10_000;

export function Transactions() {
  const t = useT(integrationTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const choices = useSigningChoices();
  const credits = useCredits(language);
  const first = credits.data?.pages[0];
  const waiting = choices.data === undefined ? choices : credits;
  return (
    <>
      <PageTitle title={adviser("placeTransactions")} lead={t("transactionsLead")} />
      {choices.data && first ? (
        <>
          <TransactionsForm choices={choices.data} credits={first} />
          <History credits={credits} />
        </>
      ) : (
        <Panel>
          <Loaded<unknown> query={waiting} lines={8}>
            {() => null}
          </Loaded>
        </Panel>
      )}
    </>
  );
}

interface Values {
  credits_allowed: boolean;
  metered: boolean;
  number: number;
}

interface FormProps {
  readonly choices: SigningChoices;
  readonly credits: Credits;
}

function TransactionsForm({ choices, credits }: FormProps) {
  const t = useT(integrationTexts);
  const settings = useT(settingsTexts);
  const save = useSaveTransactions();
  // One key for one purchase: trying again after a lost answer does not buy twice.
  const [key, setKey] = useState(() => uuid7());
  const kept: Values = { credits_allowed: choices.credits_allowed, metered: choices.metered, number: 0 };
  const fields = useFields<Values>({
    initial: kept,
    check: ({ number }) =>
      Number.isInteger(number) && number >= 0 && number <= MOST_CREDITS
        ? {}
        : { number: t("buyBetween", { max: MOST_CREDITS }) },
    onSubmit: ({ credits_allowed, metered, number }) => {
      const purchase = number > 0 ? { number, key, consent: consentOf(credits, number) } : undefined;
      save.mutate(
        { choices: { credits_allowed, metered }, purchase },
        {
          onSuccess: (saved) => {
            fields.reset({ credits_allowed: saved.credits_allowed, metered: saved.metered, number: 0 });
            setKey(uuid7());
            if (number > 0) announce(t("boughtNow", { count: number }));
          },
        },
      );
    },
  });
  const { values, set, complaints } = fields;
  useKeepChanges(fields.changed && !save.isPending);
  return (
    <form {...fields.form}>
      <div className="a-columns">
        <Panel title={t("service")}>
          <div className="a-fields">
            <NativeSelect
              label={t("provider")}
              description={t("providerText")}
              value={choices.provider}
              data={[{ value: "samen", label: t("providerSamen") }]}
              onChange={() => undefined}
            />
            <Checkbox
              name="credits_allowed"
              label={t("creditsAllowed")}
              description={t("creditsAllowedHint")}
              checked={values.credits_allowed}
              onChange={({ currentTarget: { checked } }) => {
                set("credits_allowed", checked);
                if (!checked) {
                  set("metered", false);
                  set("number", 0);
                }
              }}
            />
            <Checkbox
              name="metered"
              label={t("metered")}
              description={t("meteredHint")}
              disabled={!values.credits_allowed}
              checked={values.metered}
              onChange={({ currentTarget: { checked } }) => set("metered", checked)}
            />
            <NumberInput
              name="number"
              label={t("buy")}
              description={t(values.credits_allowed ? "buyHint" : "buyFirst")}
              disabled={!values.credits_allowed}
              min={0}
              max={MOST_CREDITS}
              clampBehavior="none"
              allowDecimal={false}
              allowNegative={false}
              value={values.number}
              error={complaints.number}
              onChange={(value) => set("number", Number(value))}
            />
            {values.credits_allowed && values.number > 0 && complaints.number === undefined && (
              <Notice kind="warning" icon={<IconReceipt size={24} stroke={1.8} />} live>
                {consentOf(credits, values.number)}
              </Notice>
            )}
            {/* Not at the bottom of the page: nothing may come between the sentence and the click. */}
            <Problem error={save.error} />
            <div className="a-buttons">
              <Button type="submit" loading={save.isPending} disabled={!fields.changed}>
                {t("keep")}
              </Button>
              <Button
                variant="default"
                disabled={!fields.changed || save.isPending}
                onClick={() => {
                  save.reset();
                  fields.reset(kept);
                }}
              >
                {settings("dropChanges")}
              </Button>
              <span className="a-quiet">{settings(fields.changed ? "notSavedYet" : "allSaved")}</span>
            </div>
          </div>
        </Panel>
        <Balance credits={credits} metered={choices.metered} bought={save.isSuccess && !fields.changed} />
      </div>
    </form>
  );
}

/** The very sentence that the ledger keeps: the number stands in it as digits, in every language. */
export function consentOf({ consent }: Pick<Credits, "consent">, number: number): string {
  return consent.replace("{number}", String(number));
}

function Balance({
  credits,
  metered,
  bought,
}: {
  readonly credits: Credits;
  readonly metered: boolean;
  readonly bought: boolean;
}) {
  const t = useT(integrationTexts);
  return (
    <Panel title={t("balance")}>
      <dl className="a-balance" aria-live={bought ? "polite" : undefined}>
        <div>
          <dt>{t("available")}</dt>
          <dd>
            <span className="s-digits">{credits.available}</span>
          </dd>
        </div>
        <div>
          <dt>{t("reserved")}</dt>
          <dd>
            <span className="s-digits">{credits.reserved}</span>
            <span className="a-hint">{t("reservedHint")}</span>
          </dd>
        </div>
      </dl>
      {metered && credits.available === 0 ? (
        <div className="a-after">
          <Notice kind="danger" title={`${t("noneLeft")}.`}>
            {t("noneLeftText")}
          </Notice>
        </div>
      ) : (
        !metered && <p className="a-quiet a-after">{t("notMetered")}</p>
      )}
    </Panel>
  );
}

const KINDS = {
  bought: { words: "kindBought", sign: "+", icon: IconCoins },
  reserved: { words: "kindReserved", sign: "−", icon: IconHourglass },
  captured: { words: "kindCaptured", sign: "", icon: IconFileCheck },
  released: { words: "kindReleased", sign: "+", icon: IconArrowBackUp },
} as const satisfies Record<LedgerKind, unknown>;

function History({ credits }: { readonly credits: ReturnType<typeof useCredits> }) {
  const t = useT(integrationTexts);
  const lines = credits.data?.pages.flatMap(({ ledger }) => ledger) ?? [];
  return (
    <div className="a-after">
      <Panel title={t("history")} flush>
        {lines.length === 0 ? (
          <EmptyState icon={<IconCoins size={34} stroke={1.6} />} title={t("historyEmpty")}>
            {t("historyEmptyText")}
          </EmptyState>
        ) : (
          <ul className="a-rows">
            {lines.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </ul>
        )}
        <MoreOfList list={credits}>{t("older")}</MoreOfList>
      </Panel>
    </div>
  );
}

function Line({ line }: { readonly line: LedgerLine }) {
  const t = useT(integrationTexts);
  const language = useLanguage();
  const { words, sign, icon: Icon } = KINDS[line.kind];
  const at = new Date(line.at);
  return (
    <li className="a-row a-row-wrap">
      <IconTile tone={line.kind === "bought" ? "office" : "neutral"}>
        <Icon size={20} />
      </IconTile>
      <span className="a-row-words">
        <strong>{t(words)}</strong>
        <span>
          {formatDay(language, at)}, {formatTime(language, at)}
          {line.by !== "" && ` · ${t("lineBy", { name: line.by })}`}
          {line.envelope_id !== null && (
            <>
              {" · "}
              <Link className="a-link" to={`/adviser/signing/${line.envelope_id}`}>
                {t("theDocument")}
              </Link>
            </>
          )}
        </span>
        {line.consent !== "" && <span className="a-consent">{line.consent}</span>}
      </span>
      <span className="a-row-side a-amount">
        <strong className="s-digits">
          {sign}
          {line.number}
        </strong>
        <span className="a-hint">
          {t("balanceAfter", { available: line.available, reserved: line.reserved })}
        </span>
      </span>
    </li>
  );
}
