/** Where the office is: its clock and its country. Kept at once, beside the form that has a button. */
import { Select } from "@mantine/core";
import { useMemo } from "react";
import { LOCALES } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { settingsTexts } from "../../i18n/settings";
import { announce, Panel, useLanguage, useT } from "../../ui";
import { useAgendaChoices, useChangeAgendaChoices } from "../api/agenda";
import { allZones } from "../clients/zones";
import { Loaded, Problem } from "../shell/Problem";

const COUNTRIES = ["NL", "BE", "LU", "FR", "DE", "GB", "IE", "AT", "CH", "ES", "PT", "IT"] as const;

export function PlaceCard() {
  const t = useT(settingsTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const choices = useAgendaChoices();
  const change = useChangeAgendaChoices();
  const zones = useMemo(() => allZones(new Date()), []);
  const countries = useMemo(() => {
    const names = new Intl.DisplayNames(LOCALES[language], { type: "region" });
    return (kept: string) =>
      [...new Set([...COUNTRIES, kept])].map((value) => ({ value, label: names.of(value) ?? value }));
  }, [language]);
  const save = (body: { time_zone: string } | { country: string }) =>
    change.mutate(body, { onSuccess: () => announce(adviser("savedNow")) });
  return (
    <Panel title={t("placeAndTime")}>
      <Loaded query={choices} lines={3}>
        {({ time_zone, country }) => (
          <div className="a-fields">
            <Select
              name="time_zone"
              label={t("officeZone")}
              description={t("officeZoneHint")}
              searchable
              allowDeselect={false}
              // All 400 drawn at once are slow; whoever looks for another one types.
              limit={100}
              data={
                zones.some(({ value }) => value === time_zone)
                  ? zones
                  : [{ value: time_zone, label: time_zone }, ...zones]
              }
              disabled={change.isPending}
              value={time_zone}
              onChange={(value) => value !== null && value !== time_zone && save({ time_zone: value })}
            />
            <Select
              name="country"
              label={t("officeCountry")}
              description={t("officeCountryHint")}
              allowDeselect={false}
              data={countries(country)}
              disabled={change.isPending}
              value={country}
              onChange={(value) => value !== null && value !== country && save({ country: value })}
            />
            <Problem error={change.error} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
