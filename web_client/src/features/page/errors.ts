/** Why a page is not shown: the server's codes and Chromium's, in the few kinds that a person can do something about. */

export type ErrorKind = "certificate" | "name" | "blocked" | "address" | "unreachable" | "slow" | "failed";

/** By what the code contains; the first that fits. */
const KINDS: readonly (readonly [RegExp, ErrorKind])[] = [
  [/cert|ssl|tls/i, "certificate"],
  [/blocked/i, "blocked"],
  [/name|dns|unknown_host/i, "name"],
  [/refused_address|address_refused|private|scheme|invalid_url|unsafe/i, "address"],
  [/time(d_)?_?out|slow/i, "slow"],
  [/refused|unreachable|reset|closed|disconnected|proxy|tunnel|connection/i, "unreachable"],
];

export function errorKindOf(code: string): ErrorKind {
  return KINDS.find(([pattern]) => pattern.test(code))?.[1] ?? "failed";
}
