/** What a new document begins with, and, honestly, what a signature here is worth. */
import { Button, NumberInput, Radio } from "@mantine/core";
import { IconCertificate, IconClock, IconDownload } from "@tabler/icons-react";
import { adviserTexts } from "../../i18n/adviser";
import { integrationTexts } from "../../i18n/integrations";
import { announce, Panel, StatusChip, useT } from "../../ui";
import { API } from "../api/client";
import {
  type SigningChoices as Choices,
  type SigningChange,
  type Trust,
  useChangeSigning,
  useSigningChoices,
} from "../api/integrations";
import { CopyText } from "../shell/CopyText";
import { useFields } from "../shell/fields";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { useKeepChanges } from "../shell/useKeepChanges";
import { SaveBar } from "./SaveBar";

const EXPIRY = { min: 1, max: 365 } as const;
const REMIND = { min: 0, max: 90 } as const;

export function SigningChoices() {
  const t = useT(integrationTexts);
  const adviser = useT(adviserTexts);
  const query = useSigningChoices();
  return (
    <>
      <PageTitle title={adviser("placeSigning")} lead={t("signingLead")} />
      {query.data ? (
        <ChoicesForm choices={query.data} />
      ) : (
        <Panel>
          <Loaded query={query} lines={8}>
            {() => null}
          </Loaded>
        </Panel>
      )}
    </>
  );
}

type Values = Required<
  Pick<SigningChange, "order" | "expires_in_days" | "remind_every_days" | "verification">
>;

function valuesOf({ order, expires_in_days, remind_every_days, verification }: Choices): Values {
  return { order, expires_in_days, remind_every_days, verification };
}

function within(value: number, { min, max }: { min: number; max: number }): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function ChoicesForm({ choices }: { readonly choices: Choices }) {
  const t = useT(integrationTexts);
  const adviser = useT(adviserTexts);
  const change = useChangeSigning();
  const kept = valuesOf(choices);
  const fields = useFields<Values>({
    initial: kept,
    check: ({ expires_in_days, remind_every_days }) => ({
      ...(within(expires_in_days, EXPIRY) ? {} : { expires_in_days: t("between", EXPIRY) }),
      ...(within(remind_every_days, REMIND) ? {} : { remind_every_days: t("between", REMIND) }),
    }),
    onSubmit: (values) =>
      change.mutate(values, {
        onSuccess: (saved) => {
          fields.reset(valuesOf(saved));
          announce(adviser("savedNow"));
        },
      }),
  });
  const { values, set, complaints } = fields;
  useKeepChanges(fields.changed && !change.isPending);
  const days = (name: "expires_in_days" | "remind_every_days", limits: { min: number; max: number }) => ({
    name,
    ...limits,
    suffix: ` ${t("days")}`,
    clampBehavior: "none" as const,
    allowDecimal: false,
    allowNegative: false,
    value: values[name],
    error: complaints[name],
    onChange: (value: string | number) => set(name, Number(value)),
  });
  return (
    <form {...fields.form}>
      <div className="a-columns">
        <div className="a-stack">
          <Panel title={t("defaults")}>
            <p className="a-quiet a-tight">{t("defaultsText")}</p>
            <div className="a-fields">
              <Radio.Group
                name="order"
                label={t("order")}
                value={values.order}
                onChange={(value) => set("order", value as Values["order"])}
              >
                <div className="a-choices">
                  <Radio value="parallel" label={t("parallel")} />
                  <Radio value="sequential" label={t("sequential")} />
                </div>
              </Radio.Group>
              <NumberInput
                {...days("expires_in_days", EXPIRY)}
                label={t("expiresIn")}
                description={t("expiresHint")}
              />
              <NumberInput
                {...days("remind_every_days", REMIND)}
                label={t("remindEvery")}
                description={t("remindHint")}
              />
              <Radio.Group
                name="verification"
                label={t("verification")}
                value={values.verification}
                onChange={(value) => set("verification", value as Values["verification"])}
              >
                <div className="a-choices">
                  <Radio value="code" label={t("verifyCode")} description={t("verifyCodeHint")} />
                  <Radio value="none" label={t("verifyNone")} description={t("verifyNoneHint")} />
                </div>
              </Radio.Group>
            </div>
          </Panel>
          <Worth />
        </div>
        <div className="a-stack">
          <Time trust={choices.trust} />
          <Keys trust={choices.trust} />
        </div>
      </div>
      <SaveBar
        changed={fields.changed}
        busy={change.isPending}
        error={change.error}
        onDrop={() => {
          change.reset();
          fields.reset(kept);
        }}
      />
    </form>
  );
}

function Worth() {
  const t = useT(integrationTexts);
  return (
    <Panel title={t("worth")}>
      <div className="a-fields">
        <p>{t("worthSimple")}</p>
        <p>{t("worthSealed")}</p>
        <p>{t("worthNot")}</p>
        <p>
          <a href="/verify">{t("worthCheck")}</a>
        </p>
      </div>
    </Panel>
  );
}

function Time({ trust }: { readonly trust: Trust }) {
  const t = useT(integrationTexts);
  const outside = trust.clock === "authority";
  return (
    <Panel title={t("time")}>
      <div className="a-fields">
        <p>
          <StatusChip
            tone={outside ? "office" : "attention"}
            icon={outside ? <IconCertificate size={16} /> : <IconClock size={16} />}
          >
            {t(outside ? "timeAuthority" : "timeOwn")}
          </StatusChip>
        </p>
        <p>{outside ? t("timeAuthorityText", { host: trust.authority }) : t("timeOwnText")}</p>
      </div>
    </Panel>
  );
}

const KEY_WORDS = { own: "keyOwn", pkcs12: "keyFile", pkcs11: "keyDevice" } as const;

/** "3F 0A …": how people compare it, in groups of two. */
export function readable(fingerprint: string): string {
  return (fingerprint.match(/../g) ?? []).join(" ").toUpperCase();
}

function Keys({ trust }: { readonly trust: Trust }) {
  const t = useT(integrationTexts);
  const print = readable(trust.fingerprint);
  return (
    <Panel title={t("keys")}>
      <div className="a-fields">
        <p>{t(KEY_WORDS[trust.key])}</p>
        <p>{t("backup")}</p>
        <p>{t(trust.root_here ? "rootHere" : "rootAway")}</p>
        <div>
          <h3 className="a-small-title">{t("fingerprint")}</h3>
          <code className="a-secret-box">{print}</code>
        </div>
        <div className="a-buttons">
          <CopyText text={print} label={t("fingerprint")} size="sm" />
          <Button
            component="a"
            href={`${API}/signing/root`}
            download="samen-root.pem"
            variant="default"
            size="sm"
            leftSection={<IconDownload size={19} aria-hidden="true" />}
          >
            {t("rootDownload")}
          </Button>
        </div>
        <p className="a-hint">{t("rootHint")}</p>
      </div>
    </Panel>
  );
}
