/** What a column can be, in groups as people look for it. */

export const TARGET_GROUPS = {
  person: ["name", "given", "middle", "prefix", "family", "initials", "birthday"],
  partner: [
    "partner_name",
    "partner_given",
    "partner_prefix",
    "partner_family",
    "partner_birthday",
    "partner_email",
    "partner_phone",
  ],
  company: ["company", "employer", "vat", "coc"],
  reach: [
    "email",
    "email_label",
    "phone",
    "phone_label",
    "street",
    "house_number",
    "postcode",
    "city",
    "country",
  ],
  more: ["number", "language", "tags", "note"],
} as const;

export type TargetGroup = keyof typeof TARGET_GROUPS;
export type Target = (typeof TARGET_GROUPS)[TargetGroup][number];

/** These may be chosen for several columns; they come together. */
const SEVERAL: ReadonlySet<string> = new Set([
  "email",
  "email_label",
  "phone",
  "phone_label",
  "tags",
  "note",
  "house_number",
]);

/** The columns with one of them changed; another that was the same is left out from then on. */
export function chosen(columns: readonly string[], at: number, target: string): string[] {
  return columns.map((one, index) => {
    if (index === at) return target;
    return target !== "" && one === target && !SEVERAL.has(target) ? "" : one;
  });
}
