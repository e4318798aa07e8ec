/** The office: how it looks, how people reach it, and how its sessions go. */
import { Button, NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { LANGUAGES, type Language } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { settingsTexts } from "../../i18n/settings";
import { announce, isColour, Panel, useLanguage, useT } from "../../ui";
import { LANGUAGE_NAMES } from "../../ui/languageNames";
import { useChangeOrganisation, useOrganisation } from "../api/office";
import type { Organisation, OrganisationChange } from "../api/types";
import { type Complaints, useFields } from "../shell/fields";
import { PageTitle } from "../shell/PageTitle";
import { Loaded, Problem, sentenceOf } from "../shell/Problem";
import { useKeepChanges } from "../shell/useKeepChanges";
import { ColourField } from "./ColourField";
import { DocumentRoomCard } from "./DocumentRoomCard";
import { LogoCard } from "./LogoCard";
import { LookPreview } from "./LookPreview";
import { PlaceCard } from "./PlaceCard";

export function Office() {
  const t = useT(settingsTexts);
  const query = useOrganisation();
  return (
    <>
      <PageTitle title={t("officeTitle")} lead={t("officeLead")} />
      {query.data ? (
        <OfficeForm key={query.data.id} organisation={query.data} />
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

type Values = Required<OrganisationChange>;

function valuesOf(organisation: Organisation): Values {
  const { id: _id, logo_url: _logo, demo: _demo, ...values } = organisation;
  return values;
}

export const FILE_LIMITS = { min: 1, max: 2000 } as const;
export const EMPTY_LIMITS = { min: 1, max: 240 } as const;

function within(value: number, { min, max }: { min: number; max: number }): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** What is wrong with the office's settings, before the server is asked. */
export function useOfficeCheck(): (values: Values) => Complaints<Values> {
  const t = useT(settingsTexts);
  const adviser = useT(adviserTexts);
  return (values) => ({
    ...(values.name.trim() === "" ? { name: adviser("officeNameNeeded") } : {}),
    ...(isColour(values.colour) ? {} : { colour: t("colourWrong") }),
    ...(/^[0-9+() ./-]*$/.test(values.phone) ? {} : { phone: t("phoneWrong") }),
    ...(values.privacy_url === "" || /^https?:\/\/[\w.-]+(:\d+)?(\/\S*)?$/.test(values.privacy_url)
      ? {}
      : { privacy_url: t("addressWrong") }),
    ...(within(values.max_file_mb, FILE_LIMITS) ? {} : { max_file_mb: t("between", FILE_LIMITS) }),
    ...(within(values.empty_after_minutes, EMPTY_LIMITS)
      ? {}
      : { empty_after_minutes: t("between", EMPTY_LIMITS) }),
  });
}

function changesOf(before: Values, after: Values): OrganisationChange {
  const changed = Object.entries(after).filter(([name, value]) => before[name as keyof Values] !== value);
  return Object.fromEntries(changed) as OrganisationChange;
}

function OfficeForm({ organisation }: { readonly organisation: Organisation }) {
  const t = useT(settingsTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const change = useChangeOrganisation();
  const check = useOfficeCheck();
  const kept = valuesOf(organisation);
  const fields = useFields<Values>({
    initial: kept,
    check,
    onSubmit: (values) => {
      const tidy = { ...values, name: values.name.trim(), phone: values.phone.trim() };
      change.mutate(changesOf(kept, tidy), {
        onSuccess: (saved) => {
          fields.reset(valuesOf(saved));
          announce(adviser("savedNow"));
        },
        onError: (error) => fields.refuse(error, sentenceOf(language, error)),
      });
    },
  });
  const { values, set, complaints } = fields;
  useKeepChanges(fields.changed && !change.isPending);

  return (
    <form {...fields.form}>
      <div className="a-columns">
        <div className="a-stack">
          <Panel title={t("identity")}>
            <div className="a-fields">
              <TextInput {...fields.field("name")} label={adviser("officeName")} maxLength={120} />
              <TextInput
                {...fields.field("phone")}
                label={t("phone")}
                description={t("phoneHint")}
                type="tel"
                autoComplete="tel"
                maxLength={40}
              />
              <TextInput
                {...fields.field("privacy_url")}
                label={t("privacyUrl")}
                description={t("privacyUrlHint")}
                type="url"
                placeholder="https://"
                maxLength={500}
              />
              <NativeSelect
                name="language"
                label={adviser("officeLanguage")}
                description={t("officeLanguageHint")}
                value={values.language}
                onChange={(event) => set("language", event.currentTarget.value as Language)}
                data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
              />
            </div>
          </Panel>
          <Panel title={t("inSessions")}>
            <div className="a-fields">
              <Switch
                name="lobby"
                label={t("lobby")}
                description={t("lobbyHint")}
                checked={values.lobby}
                onChange={(event) => set("lobby", event.currentTarget.checked)}
              />
              <Switch
                name="chat_history"
                label={t("chatHistory")}
                description={t("chatHistoryHint")}
                checked={values.chat_history}
                onChange={(event) => set("chat_history", event.currentTarget.checked)}
              />
              <NumberInput
                name="max_file_mb"
                label={t("maxFile")}
                description={t("maxFileHint")}
                suffix=" MB"
                {...FILE_LIMITS}
                clampBehavior="none"
                allowDecimal={false}
                allowNegative={false}
                value={values.max_file_mb}
                error={complaints.max_file_mb}
                onChange={(value) => set("max_file_mb", Number(value))}
              />
              <NumberInput
                name="empty_after_minutes"
                label={t("emptyAfter")}
                description={t("emptyAfterHint")}
                suffix={` ${t("minutesUnit")}`}
                {...EMPTY_LIMITS}
                clampBehavior="none"
                allowDecimal={false}
                allowNegative={false}
                value={values.empty_after_minutes}
                error={complaints.empty_after_minutes}
                onChange={(value) => set("empty_after_minutes", Number(value))}
              />
            </div>
          </Panel>
        </div>
        <div className="a-stack">
          <Panel title={t("look")}>
            <div className="a-fields">
              <ColourField
                value={values.colour}
                error={complaints.colour}
                onChange={(colour) => set("colour", colour)}
              />
              <LookPreview name={values.name} colour={values.colour} logoUrl={organisation.logo_url} />
            </div>
          </Panel>
          <LogoCard organisation={organisation} />
          <PlaceCard />
          <DocumentRoomCard />
        </div>
      </div>
      <div className="a-savebar" data-shown={fields.changed || Boolean(change.error) || undefined}>
        <Problem error={change.error} />
        <div className="a-buttons">
          <Button type="submit" loading={change.isPending} disabled={!fields.changed}>
            {adviser("save")}
          </Button>
          <Button
            variant="default"
            disabled={!fields.changed || change.isPending}
            onClick={() => {
              change.reset();
              fields.reset(kept);
            }}
          >
            {t("dropChanges")}
          </Button>
          <span className="a-quiet">{fields.changed ? t("notSavedYet") : t("allSaved")}</span>
        </div>
      </div>
    </form>
  );
}
