/** Which clients a list shows: the address of the page, the request and a saved selection say it in the same words. */

/** Names of the query of GET /clients; `fields` is JSON, `tags` ids with commas. */
export const FILTER_NAMES = [
  "search",
  "tags",
  "kind",
  "adviser",
  "consent",
  "unsubscribed",
  "blocked",
  "letter",
  "created_from",
  "created_to",
  "birthday_month",
  "has_appointment",
  "given",
  "family",
  "email",
  "phone",
  "number",
  "street",
  "postcode",
  "city",
  "fields",
  "deleted",
] as const;

export type FilterName = (typeof FILTER_NAMES)[number];
export type ClientFilter = Readonly<Partial<Record<FilterName, string>>>;

export const SORTS = ["last", "first", "created", "number"] as const;
export type Sort = (typeof SORTS)[number];

export function isSort(value: string | null | undefined): value is Sort {
  return (SORTS as readonly (string | null | undefined)[]).includes(value);
}

/** What the address says; names that we do not know are left alone. */
export function filterOf(search: URLSearchParams): ClientFilter {
  const filter: Partial<Record<FilterName, string>> = {};
  for (const name of FILTER_NAMES) {
    const value = search.get(name);
    if (value !== null && value !== "") filter[name] = value;
  }
  return filter;
}

export function sortOf(search: URLSearchParams): Sort {
  const asked = search.get("sort");
  return isSort(asked) ? asked : "last";
}

/** The address for a filter; without what is not filtered. */
export function addressOf(filter: ClientFilter, sort: Sort): URLSearchParams {
  const search = new URLSearchParams();
  for (const name of FILTER_NAMES) {
    const value = filter[name];
    if (value !== undefined && value !== "") search.set(name, value);
  }
  if (sort !== "last") search.set("sort", sort);
  return search;
}

/** With one thing changed; "" takes it away. */
export function changed(filter: ClientFilter, change: ClientFilter): ClientFilter {
  const next: Partial<Record<FilterName, string>> = { ...filter };
  for (const [name, value] of Object.entries(change) as [FilterName, string][]) {
    if (value === "") delete next[name];
    else next[name] = value;
  }
  return next;
}

export function tagsOf(filter: ClientFilter): string[] {
  return (filter.tags ?? "").split(",").filter(Boolean);
}

export function withTag(filter: ClientFilter, id: string, on: boolean): ClientFilter {
  const others = tagsOf(filter).filter((each) => each !== id);
  return changed(filter, { tags: (on ? [...others, id] : others).join(",") });
}

/** The own fields that are asked for, as texts. */
export function fieldsOf(filter: ClientFilter): Readonly<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(filter.fields ?? "{}");
    if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, each]) =>
        typeof each === "string" || typeof each === "number" || typeof each === "boolean"
          ? [[key, String(each)]]
          : [],
      ),
    );
  } catch {
    // Somebody typed in the address.
    return {};
  }
}

export function withField(filter: ClientFilter, key: string, value: string): ClientFilter {
  const { [key]: _before, ...others } = fieldsOf(filter);
  const next = value === "" ? others : { ...others, [key]: value };
  return changed(filter, { fields: Object.keys(next).length === 0 ? "" : JSON.stringify(next) });
}

/** Whether anything but the words in the search field narrows the list. */
export function isNarrowed(filter: ClientFilter): boolean {
  return FILTER_NAMES.some((name) => name !== "search" && filter[name] !== undefined);
}

/** Back to everybody; what is typed in the search field stays. */
export function cleared(filter: ClientFilter): ClientFilter {
  return filter.search === undefined ? {} : { search: filter.search };
}
