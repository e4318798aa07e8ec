/** The fields of a client, in panels: who, how to reach them, where they live, what the office wants to know. */
import { MultiSelect, NativeSelect, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { LANGUAGES, type Language } from "../../i18n";
import { clientsTexts } from "../../i18n/clients";
import { Panel, useLanguage, useT } from "../../ui";
import { LANGUAGE_NAMES } from "../../ui/languageNames";
import { useClientFields, useColleagues, useTags, useTeams } from "../api/clientParts";
import type { ClientKind } from "../api/clients";
import { ContactRows } from "./ContactRows";
import { countryNames } from "./countries";
import { type FormState, withKind } from "./form";
import { LabelsInput } from "./LabelsInput";
import { OwnFieldInput } from "./OwnFieldInput";
import { PeopleRows } from "./PeopleRows";
import { type ClientFormProps, useComplaint } from "./useComplaint";
import { allZones } from "./zones";

export function ClientForm(props: ClientFormProps) {
  const { form, onForm } = props;
  const t = useT(clientsTexts);
  const complaint = useComplaint(props);
  const set = (change: Partial<FormState>) => onForm({ ...form, ...change });
  const company = form.kind === "company";
  return (
    <>
      <Panel title={t("who")}>
        <div className="a-fields">
          <SegmentedControl
            aria-label={t("kind")}
            value={form.kind}
            onChange={(value) => onForm(withKind(form, value as ClientKind))}
            data={[
              { value: "person", label: t("kindPerson") },
              { value: "household", label: t("kindHousehold") },
              { value: "company", label: t("kindCompany") },
            ]}
          />
          {company && (
            <>
              <TextInput
                name="name"
                label={t("companyName")}
                value={form.name}
                error={complaint("name")}
                onChange={(event) => set({ name: event.currentTarget.value })}
                maxLength={240}
                autoComplete="off"
              />
              <div className="c-two">
                <TextInput
                  name="company.vat"
                  label={t("vat")}
                  value={form.vat}
                  error={complaint("company.vat")}
                  onChange={(event) => set({ vat: event.currentTarget.value })}
                  maxLength={40}
                  autoComplete="off"
                />
                <TextInput
                  name="company.coc"
                  label={t("coc")}
                  value={form.coc}
                  error={complaint("company.coc")}
                  onChange={(event) => set({ coc: event.currentTarget.value })}
                  maxLength={40}
                  autoComplete="off"
                />
              </div>
            </>
          )}
          <PeopleRows {...props} />
        </div>
      </Panel>
      <Panel title={t("reach")}>
        <ContactRows {...props} />
      </Panel>
      <AddressPanel {...props} />
      <OfficePanel {...props} />
      <OwnFieldsPanel {...props} />
    </>
  );
}

function AddressPanel(props: ClientFormProps) {
  const { form, onForm } = props;
  const t = useT(clientsTexts);
  const language = useLanguage();
  const complaint = useComplaint(props);
  const set = (change: Partial<FormState["address"]>) =>
    onForm({ ...form, address: { ...form.address, ...change } });
  const countries = useMemo(() => countryNames(language), [language]);
  return (
    <Panel title={t("address")}>
      <div className="a-fields">
        <TextInput
          name="address.street"
          label={t("street")}
          value={form.address.street}
          error={complaint("address.street")}
          onChange={(event) => set({ street: event.currentTarget.value })}
          maxLength={200}
          autoComplete="off"
        />
        <div className="c-three">
          <TextInput
            name="address.postcode"
            label={t("postcode")}
            value={form.address.postcode}
            error={complaint("address.postcode")}
            onChange={(event) => set({ postcode: event.currentTarget.value })}
            maxLength={20}
            autoComplete="off"
          />
          <TextInput
            name="address.city"
            label={t("city")}
            value={form.address.city}
            error={complaint("address.city")}
            onChange={(event) => set({ city: event.currentTarget.value })}
            maxLength={120}
            autoComplete="off"
          />
          <NativeSelect
            name="address.country"
            label={t("country")}
            value={form.address.country}
            onChange={(event) => set({ country: event.currentTarget.value })}
            data={countries}
          />
        </div>
      </div>
    </Panel>
  );
}

function OfficePanel(props: ClientFormProps) {
  const { form, onForm } = props;
  const t = useT(clientsTexts);
  const complaint = useComplaint(props);
  const colleagues = useColleagues().data ?? [];
  const teams = useTeams().data ?? [];
  const tags = useTags().data ?? [];
  const zones = useMemo(() => allZones(new Date()), []);
  const set = (change: Partial<FormState>) => onForm({ ...form, ...change });
  return (
    <Panel title={t("atOffice")}>
      <div className="a-fields">
        <LabelsInput
          name="tags"
          label={t("labels")}
          description={t("labelsHint")}
          data={tags.map(({ name }) => name)}
          value={[...form.tags]}
          onChange={(names) => set({ tags: names })}
          error={form.tags.map((_, at) => complaint(`tags.${at}`)).find((each) => each !== undefined)}
          maxTags={60}
        />
        <div className="c-two">
          <NativeSelect
            name="adviser_id"
            label={t("adviser")}
            value={form.adviser_id}
            error={complaint("adviser_id")}
            onChange={(event) => set({ adviser_id: event.currentTarget.value })}
            data={[
              { value: "", label: t("noAdviser") },
              ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          {teams.length > 1 && (
            <NativeSelect
              name="team_id"
              label={t("team")}
              value={form.team_id}
              error={complaint("team_id")}
              onChange={(event) => set({ team_id: event.currentTarget.value })}
              data={[
                ...(form.team_id === "" ? [{ value: "", label: t("teamByItself") }] : []),
                ...teams.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          <TextInput
            name="number"
            label={t("clientNumber")}
            value={form.number}
            error={complaint("number")}
            onChange={(event) => set({ number: event.currentTarget.value })}
            maxLength={40}
            autoComplete="off"
          />
        </div>
        <MultiSelect
          label={t("alsoShownTo")}
          description={t("alsoShownToHint")}
          data={colleagues
            .filter(({ id }) => id !== form.adviser_id)
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={[...form.assigned]}
          onChange={(ids) => set({ assigned: ids })}
          searchable
        />
        <div className="c-two">
          <NativeSelect
            label={t("language")}
            description={t("languageHint")}
            value={form.language}
            onChange={(event) => set({ language: event.currentTarget.value as Language })}
            data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
          />
          <Select
            name="time_zone"
            label={t("timeZone")}
            description={t("timeZoneHint")}
            value={form.time_zone === "" ? null : form.time_zone}
            error={complaint("time_zone")}
            onChange={(value) => set({ time_zone: value ?? "" })}
            placeholder={t("timeZoneOffice")}
            data={zones.map(({ value, label }) => ({ value, label }))}
            searchable
            clearable
            clearButtonProps={{ "aria-label": t("clear") }}
            nothingFoundMessage={t("timeZoneNone")}
            limit={60}
          />
        </div>
      </div>
    </Panel>
  );
}

function OwnFieldsPanel(props: ClientFormProps) {
  const { form, onForm } = props;
  const t = useT(clientsTexts);
  const complaint = useComplaint(props);
  const fields = useClientFields().data ?? [];
  if (fields.length === 0) return null;
  return (
    <Panel title={t("ownFields")}>
      <div className="a-fields c-own">
        {fields.map((field) => (
          <OwnFieldInput
            key={field.id}
            field={field}
            value={form.fields[field.key]}
            error={complaint(`fields.${field.key}`)}
            onValue={(value) => {
              const { [field.key]: _before, ...others } = form.fields;
              onForm({ ...form, fields: value === undefined ? others : { ...others, [field.key]: value } });
            }}
          />
        ))}
      </div>
    </Panel>
  );
}
