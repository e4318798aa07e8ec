/** Time zones as people look for them: "(GMT+01:00) Brussels". */

export interface Zone {
  readonly value: string;
  readonly label: string;
  /** Minutes ahead of UTC. */
  readonly offset: number;
}

export function offsetOf(zone: string, moment: Date): number {
  const part = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(moment)
    .find(({ type }) => type === "timeZoneName")?.value;
  const match = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(part ?? "");
  if (match?.[1] === undefined) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}

export function zoneLabel(zone: string, moment: Date): string {
  const offset = offsetOf(zone, moment);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = two(Math.floor(Math.abs(offset) / 60));
  const place = (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
  return `(GMT${offset < 0 ? "-" : "+"}${hours}:${two(Math.abs(offset) % 60)}) ${place}`;
}

/** Those of the offices' own countries first, then by their offset and name. */
const NEAR = [
  "Europe/Amsterdam",
  "Europe/Brussels",
  "Europe/Paris",
  "Europe/Luxembourg",
  "Europe/Berlin",
  "Europe/London",
];

export function allZones(moment: Date): Zone[] {
  const names = new Set([...NEAR, ...Intl.supportedValuesOf("timeZone")]);
  const zones = [...names].map((value) => ({
    value,
    label: zoneLabel(value, moment),
    offset: offsetOf(value, moment),
  }));
  const rank = ({ value }: Zone) => (NEAR.includes(value) ? NEAR.indexOf(value) : NEAR.length);
  return zones.sort(
    (one, other) =>
      rank(one) - rank(other) || one.offset - other.offset || one.label.localeCompare(other.label),
  );
}
