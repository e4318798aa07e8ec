/** Finds the links in what people write. Only web and mail addresses become links; everything else stays text. */

export type Piece = { kind: "text"; text: string } | { kind: "link"; text: string; href: string };

// Scheme or www, or a bare mail address. Anything else (javascript:, data:, file:) is never matched.
const CANDIDATE =
  /\bhttps?:\/\/[^\s<>"]+|\bwww\.[^\s<>"]+\.[^\s<>"]+|\bmailto:[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
const TRAILING = /[.,;:!?'"»”’)\]}]+$/u;

/** Splits a message into text and safe links, in order; the pieces together are the message. */
export function pieces(message: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of message.matchAll(CANDIDATE)) {
    const text = withoutTrailing(match[0]);
    const href = safeAddress(text);
    if (href === undefined) continue;
    if (match.index > from) found.push({ kind: "text", text: message.slice(from, match.index) });
    found.push({ kind: "link", text, href });
    from = match.index + text.length;
  }
  if (from < message.length) found.push({ kind: "text", text: message.slice(from) });
  return found;
}

/** "See www.a.example)." ends with the sentence's own signs; a bracket that opened inside belongs to the link. */
function withoutTrailing(text: string): string {
  const cut = text.replace(TRAILING, "");
  const rest = text.slice(cut.length);
  const opened = (cut.match(/\(/g)?.length ?? 0) - (cut.match(/\)/g)?.length ?? 0);
  return opened > 0 && rest.startsWith(")") ? `${cut})` : cut;
}

/** The address to follow, or undefined when it is none that a browser may safely open. */
export function safeAddress(text: string): string | undefined {
  const guess = /^(https?:|mailto:)/i.test(text)
    ? text
    : text.includes("@") && !/^www\./i.test(text)
      ? `mailto:${text}`
      : `https://${text}`;
  try {
    const address = new URL(guess);
    if (address.protocol === "mailto:") return address.pathname.includes("@") ? address.href : undefined;
    if (address.protocol !== "http:" && address.protocol !== "https:") return undefined;
    // user:password@host is how a false address looks like a true one.
    return address.hostname && !address.username && !address.password ? address.href : undefined;
  } catch {
    return undefined;
  }
}
