/** Tags of messages: how they are written, and under which head a menu shows them. */
import { type Language, lookUp } from "../../i18n";
import { messagesTexts, type T } from "../../i18n/messages";

/** What stands in a text for a detail that is known when the message leaves. */
export function written(name: string): string {
  return name.startsWith("schermdelen_") ? `%${name.toUpperCase()}%` : `%{${name}}`;
}

/** The detail in words; its own name where there are none. */
export function tagWords(language: Language, name: string): string {
  return lookUp(messagesTexts, language, `tag_${name}`) ?? name;
}

type Head = Extract<
  Parameters<T>[0],
  "tagsClient" | "tagsHouse" | "tagsAppointment" | "tagsLinks" | "tagsOther"
>;

function headOf(name: string): Head {
  if (name.endsWith("_link") || name.startsWith("schermdelen_")) return "tagsLinks";
  if (name.startsWith("client_")) return "tagsClient";
  if (name.startsWith("adviser_") || name.startsWith("office_") || name === "join_host") return "tagsHouse";
  if (name.startsWith("appointment_")) return "tagsAppointment";
  return "tagsOther";
}

/** The tags of a kind under their heads. The list of times is a block of its own. */
export function grouped(tags: readonly string[]): readonly (readonly [Head, readonly string[]])[] {
  const heads: readonly Head[] = ["tagsClient", "tagsAppointment", "tagsLinks", "tagsHouse", "tagsOther"];
  const shown = tags.filter((name) => name !== "appointment_options");
  return heads
    .map((head) => [head, shown.filter((name) => headOf(name) === head)] as const)
    .filter(([, names]) => names.length > 0);
}
