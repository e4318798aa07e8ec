/** Countries by their names in the page's language; the neighbours first. */
import { type Language, LOCALES } from "../../i18n";

const NEAR = ["NL", "BE", "LU", "DE", "FR", "GB"];

// ISO 3166-1, but for the ones above.
const OTHERS =
  "AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BF BG BH BI BJ BM BN BO BQ BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CW CY CZ DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FO GA GD GE GF GG GH GI GL GM GN GP GQ GR GT GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LV LY MA MC MD ME MG MH MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NO NP NR NZ OM PA PE PF PG PH PK PL PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WS XK YE YT ZA ZM ZW".split(
    " ",
  );

export function countryName(code: string, language: Language): string {
  try {
    return new Intl.DisplayNames(LOCALES[language], { type: "region" }).of(code) ?? code;
  } catch {
    // A code from an import that is none.
    return code;
  }
}

export function countryNames(language: Language): { value: string; label: string }[] {
  const named = (code: string) => ({ value: code, label: countryName(code, language) });
  const others = OTHERS.map(named).sort((one, other) => one.label.localeCompare(other.label, language));
  return [...NEAR.map(named), ...others];
}
