/** Why a page is not shown: the codes of the server, in the few kinds that a person can do something about. */

export type ErrorKind = "certificate" | "name" | "blocked" | "address" | "unreachable" | "slow" | "failed";

const KINDS: Readonly<Record<string, ErrorKind>> = {
  certificate: "certificate",
  no_secure_connection: "certificate",
  name_unknown: "name",
  page_blocked: "blocked",
  address_refused: "address",
  unreachable: "unreachable",
  refused_by_site: "unreachable",
  too_slow: "slow",
};

export function errorKindOf(code: string): ErrorKind {
  return KINDS[code] ?? "failed";
}
