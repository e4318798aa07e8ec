/** Keys with which programs of the office send and fetch documents. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconKey, IconKeyOff, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { formatDay, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { integrationTexts } from "../../i18n/integrations";
import { announce, EmptyState, IconTile, Panel, StatusChip, useConfirm, useLanguage, useT } from "../../ui";
import {
  type ApiKey,
  type Lifetime,
  type MadeApiKey,
  useApiKeys,
  useMakeApiKey,
  useRevokeApiKey,
} from "../api/integrations";
import { useFields } from "../shell/fields";
import { PageTitle } from "../shell/PageTitle";
import { Loaded, Problem, sentenceOf } from "../shell/Problem";
import { OnceSecret } from "./OnceSecret";

const LIFETIMES: readonly Lifetime[] = [30, 90, 365];

export function ApiKeys() {
  const t = useT(integrationTexts);
  const adviser = useT(adviserTexts);
  const query = useApiKeys();
  return (
    <>
      <PageTitle title={adviser("placeApiKeys")} lead={t("keysLead")} />
      <div className="a-columns">
        <div className="a-stack">
          <Panel title={t("keyList")} flush>
            <Loaded query={query} lines={3}>
              {(list) =>
                list.length === 0 ? (
                  <EmptyState icon={<IconKey size={34} stroke={1.6} />} title={t("keysEmpty")}>
                    {t("keysEmptyText")}
                  </EmptyState>
                ) : (
                  <ul className="a-rows">
                    {list.map((key) => (
                      <KeyRow key={key.id} apiKey={key} />
                    ))}
                  </ul>
                )
              }
            </Loaded>
          </Panel>
          <Example />
        </div>
        <div className="a-stack">
          <MakeCard />
        </div>
      </div>
    </>
  );
}

function KeyRow({ apiKey }: { readonly apiKey: ApiKey }) {
  const t = useT(integrationTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const revoke = useRevokeApiKey();
  const day = (moment: string) => formatDay(language, new Date(moment));
  const used = apiKey.used_at;
  const expired = apiKey.expires_at !== null && new Date(apiKey.expires_at) <= new Date();
  const state = expired ? t("keyExpired") : apiKey.works ? undefined : t("keyIdle");

  const takeBack = async () => {
    const sure = await confirm({
      title: t("revokeAsk", { name: apiKey.name }),
      text: t("revokeText"),
      confirm: t("revoke"),
      tone: "danger",
      icon: <IconKeyOff size={26} stroke={1.7} />,
    });
    if (sure) revoke.mutate(apiKey.id, { onSuccess: () => announce(t("revoked")) });
  };

  return (
    <li className="a-row a-row-wrap">
      <IconTile tone={state === undefined ? "office" : "danger"}>
        <IconKey size={20} />
      </IconTile>
      <span className="a-row-words">
        <strong>{apiKey.name}</strong>
        <span>
          {t("keyLine", { start: apiKey.start, name: apiKey.made_by, day: day(apiKey.created_at) })}
        </span>
        <span>
          {used === null
            ? t("keyUnused")
            : t("keyUsed", { when: `${day(used)}, ${formatTime(language, new Date(used))}` })}
          {apiKey.expires_at !== null && !expired && ` · ${t("keyUntil", { day: day(apiKey.expires_at) })}`}
        </span>
      </span>
      <span className="a-row-side">
        {state !== undefined && <StatusChip tone="danger">{state}</StatusChip>}
        <Button
          variant="default"
          size="sm"
          loading={revoke.isPending}
          aria-label={t("revokeOf", { name: apiKey.name })}
          onClick={() => void takeBack()}
        >
          {t("revoke")}
        </Button>
      </span>
      {Boolean(revoke.error) && (
        <div className="a-whole-line">
          <Problem error={revoke.error} />
        </div>
      )}
    </li>
  );
}

interface Values {
  name: string;
  lifetime: string;
}

const EMPTY: Values = { name: "", lifetime: "365" };

function MakeCard() {
  const t = useT(integrationTexts);
  const language = useLanguage();
  const make = useMakeApiKey();
  const [made, setMade] = useState<MadeApiKey>();
  const fields = useFields<Values>({
    initial: EMPTY,
    check: ({ name }) => (name.trim() === "" ? { name: t("nameNeeded") } : {}),
    onSubmit: ({ name, lifetime }) => {
      const days = LIFETIMES.find((each) => String(each) === lifetime);
      make.mutate(
        { name: name.trim(), ...(days === undefined ? {} : { expires_in_days: days }) },
        {
          onSuccess: (key) => {
            setMade(key);
            fields.reset(EMPTY);
          },
          onError: (error) => fields.refuse(error, sentenceOf(language, error)),
        },
      );
    },
  });
  return (
    <Panel title={t("keyAdd")}>
      <form className="a-fields" {...fields.form}>
        <Problem error={make.error} />
        <TextInput
          {...fields.field("name")}
          label={t("keyName")}
          description={t("keyNameHint")}
          maxLength={120}
          autoComplete="off"
        />
        <NativeSelect
          label={t("lifetime")}
          value={fields.values.lifetime}
          onChange={(event) => fields.set("lifetime", event.currentTarget.value)}
          data={[
            ...LIFETIMES.map((days) => ({ value: String(days), label: t("lifetimeDays", { days }) })),
            { value: "", label: t("lifetimeForever") },
          ]}
        />
        <p className="a-hint">{t("keyActs")}</p>
        <Button
          type="submit"
          loading={make.isPending}
          leftSection={<IconPlus size={20} aria-hidden="true" />}
        >
          {t("keyAdd")}
        </Button>
      </form>
      <OnceSecret
        secret={made?.key}
        title={t("keyShown")}
        text={t("keyShownText")}
        kept={t("keyKept")}
        onKept={() => setMade(undefined)}
      />
    </Panel>
  );
}

function Example() {
  const t = useT(integrationTexts);
  const code = `curl -H "Authorization: Bearer $SAMEN_KEY" ${window.location.origin}/api/v1/envelopes`;
  return (
    <Panel title={t("example")}>
      <p className="a-quiet a-tight">
        {t("exampleText")} <a href="/api/openapi.json">{t("openApi")}</a>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="a-snippet" tabIndex={0}>
        <code>{code}</code>
      </pre>
    </Panel>
  );
}
