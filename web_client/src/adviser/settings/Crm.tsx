/** The CRM of the office: the built-in one or its own, whether it answers, and what is written to it. */
import { Button, PasswordInput, Radio, Stack, TextInput } from "@mantine/core";
import { IconCheck, IconPlugConnected, IconPlugConnectedX, IconRefresh, IconX } from "@tabler/icons-react";
import { adviserTexts } from "../../i18n/adviser";
import { crmTexts } from "../../i18n/crm";
import { announce, Notice, Panel, useConfirm, useLanguage, useT } from "../../ui";
import { Refusal, refusalOf } from "../api/client";
import { CAPABILITIES, type CrmSettings, useChangeCrm, useCrm } from "../api/crm";
import { CopyText } from "../shell/CopyText";
import { useFields } from "../shell/fields";
import { PageTitle } from "../shell/PageTitle";
import { Loaded, Problem, sentenceOf } from "../shell/Problem";
import { CrmQueue } from "./CrmQueue";

export function Crm() {
  const t = useT(crmTexts);
  const query = useCrm();
  return (
    <>
      <PageTitle title={t("title")} lead={t("lead")} />
      <Loaded query={query} lines={6}>
        {(settings) => (
          <div className="a-columns">
            <div className="a-stack">
              <Choice key={`${settings.adapter} ${settings.url}`} settings={settings} />
              <CrmQueue />
            </div>
            <div className="a-stack">
              <Offers
                settings={settings}
                busy={query.isFetching}
                onTest={() =>
                  void query.refetch().then(({ data }) => {
                    if (data) announce(t(data.trouble === "" ? "works" : "worksNot"));
                  })
                }
              />
              {settings.adapter === "foreign" && <Hooks url={settings.hooks_url} />}
            </div>
          </div>
        )}
      </Loaded>
    </>
  );
}

interface Values {
  adapter: "builtin" | "foreign";
  url: string;
  secret: string;
}

function Choice({ settings }: { readonly settings: CrmSettings }) {
  const t = useT(crmTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const change = useChangeCrm();
  const waiting = settings.counts.waiting > 0;

  const send = async ({ adapter, url, secret }: Values) => {
    const other = adapter !== settings.adapter || (adapter === "foreign" && url.trim() !== settings.url);
    if (other && waiting) {
      const sure = await confirm({
        title: t("switchTitle"),
        text: t("switchText"),
        confirm: t("switchConfirm"),
        tone: "attention",
      });
      if (!sure) return;
    }
    change.mutate(
      { adapter, url: url.trim(), ...(secret.trim() === "" ? {} : { secret: secret.trim() }) },
      {
        onSuccess: () => {
          announce(t("saved"));
          fields.set("secret", "");
        },
        onError: (error) => fields.refuse(aboutField(error), sentenceOf(language, error)),
      },
    );
  };
  const fields = useFields<Values>({
    initial: { adapter: settings.adapter, url: settings.url, secret: "" },
    check: ({ adapter, url, secret }) => {
      if (adapter === "builtin") return {};
      return {
        ...(url.trim() === "" && { url: t("urlNeeded") }),
        ...(secret.trim() === "" && !settings.secret_set && { secret: t("secretNeeded") }),
      };
    },
    onSubmit: (values) => void send(values),
  });
  const foreign = fields.values.adapter === "foreign";
  const said = refusalOf(change.error).parameters.said;
  return (
    <Panel title={t("choice")}>
      <form className="a-fields" {...fields.form}>
        <Radio.Group
          aria-label={t("choice")}
          value={fields.values.adapter}
          onChange={(value) => fields.set("adapter", value === "foreign" ? "foreign" : "builtin")}
        >
          <Stack gap="sm">
            <Radio value="builtin" label={t("builtin")} description={t("builtinText")} />
            <Radio value="foreign" label={t("foreign")} description={t("foreignText")} />
          </Stack>
        </Radio.Group>
        {foreign && (
          <>
            <TextInput
              {...fields.field("url")}
              label={t("url")}
              description={t("urlText")}
              placeholder="https://crm.voorbeeld.nl/samen/v1"
              type="url"
              autoComplete="off"
              required
            />
            <PasswordInput
              {...fields.field("secret")}
              label={t("secret")}
              description={t(settings.secret_set ? "secretKept" : "secretText")}
              autoComplete="new-password"
              required={!settings.secret_set}
            />
          </>
        )}
        {fields.complaints.url === undefined && fields.complaints.secret === undefined && (
          <Problem error={change.error} />
        )}
        {typeof said === "string" && said !== "" && <p className="a-quiet">{t("said", { said })}</p>}
        <div className="a-buttons">
          <Button type="submit" loading={change.isPending} disabled={!fields.changed}>
            {foreign ? t("save") : adviser("save")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** A refused address or key is a complaint about its field. */
function aboutField(error: unknown): unknown {
  const { code, status, parameters } = refusalOf(error);
  if (["webhook_url_wrong", "webhook_address_refused"].includes(code))
    return new Refusal(code, status, parameters, ["url"]);
  if (code === "crm_secret_missing" || code === "crm_denied")
    return new Refusal(code, status, parameters, ["secret"]);
  return error;
}

interface OffersProps {
  readonly settings: CrmSettings;
  readonly busy: boolean;
  readonly onTest: () => void;
}

function Offers({ settings, busy, onTest }: OffersProps) {
  const t = useT(crmTexts);
  const language = useLanguage();
  const works = settings.trouble === "";
  return (
    <Panel title={t("offers")}>
      <Notice
        kind={works ? "success" : "warning"}
        icon={works ? <IconPlugConnected size={20} /> : <IconPlugConnectedX size={20} />}
        title={t(works ? "works" : "worksNot")}
        actions={
          <Button
            variant="default"
            size="sm"
            loading={busy}
            leftSection={<IconRefresh size={18} aria-hidden="true" />}
            onClick={onTest}
          >
            {t("test")}
          </Button>
        }
      >
        {!works && sentenceOf(language, new Refusal(settings.trouble, 503))}
        {!works && settings.said !== "" && ` ${t("said", { said: settings.said })}`}
      </Notice>
      {settings.capabilities !== null && (
        <>
          <ul className="a-offers">
            {CAPABILITIES.map((one) => {
              const there = settings.capabilities?.includes(one) ?? false;
              return (
                <li key={one} data-there={there || undefined}>
                  {there ? (
                    <IconCheck size={18} aria-hidden="true" />
                  ) : (
                    <IconX size={18} aria-hidden="true" />
                  )}
                  {t(`offers_${one}`)}
                  <span className="s-hidden">: {t(there ? "offersYes" : "offersNo")}</span>
                </li>
              );
            })}
          </ul>
          <p className="a-quiet a-tight">{t("offersText")}</p>
        </>
      )}
    </Panel>
  );
}

function Hooks({ url }: { readonly url: string }) {
  const t = useT(crmTexts);
  return (
    <Panel title={t("hooks")}>
      <p className="a-quiet a-tight">{t("hooksText")}</p>
      <p className="a-address">{url}</p>
      <CopyText text={url} label={t("hooks")} size="sm" />
    </Panel>
  );
}
