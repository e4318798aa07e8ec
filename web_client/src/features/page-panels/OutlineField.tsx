/** A field of the page as a field here: what is typed goes to the page on Enter, or when the field is left. */
import { TextInput } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { panelTexts } from "../../i18n/panels";
import { announce, useT } from "../../ui";
import type { ItemProps } from "./OutlineItem";
import classes from "./Panels.module.css";

/** Within this time the page has said what it made of it; then what the page says counts. Milliseconds. */
const ANSWER_WITHIN = 4_000;

export function OutlineField({ node, may, act }: ItemProps) {
  const t = useT(panelTexts);
  const { draft, filled, type, send } = useDraft({ node, may, act });
  const able = may && node.disabled !== true;
  const masked = node.masked === true;
  const hint = !masked ? undefined : filled ? t("maskedFilled") : t(able ? "maskedHint" : "maskedRead");
  return (
    <TextInput
      className={classes.field}
      label={node.name || t("namelessField")}
      description={hint}
      inputWrapperOrder={["label", "input", "description"]}
      type={masked ? "password" : "text"}
      leftSection={masked ? <IconEyeOff size={18} stroke={1.8} aria-hidden="true" /> : undefined}
      autoComplete="off"
      spellCheck={false}
      value={draft ?? (masked ? "" : (node.value ?? ""))}
      readOnly={!able}
      aria-disabled={node.disabled === true || undefined}
      data-node={node.id}
      onChange={(event) => able && type(event.currentTarget.value)}
      onBlur={send}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) send();
        // Leaving the panel must not fill in half a word.
        if (event.key === "Escape" && draft !== null) {
          event.stopPropagation();
          type(null);
        }
      }}
    />
  );
}

/** What is typed and not sent yet is not overwritten by what the page tells meanwhile. */
function useDraft({ node, act }: ItemProps) {
  const t = useT(panelTexts);
  const [draft, setDraft] = useState<string | null>(null);
  const [filled, setFilled] = useState(false);
  const typing = useRef(false);
  const timer = useRef(0);
  const said = node.value ?? "";
  const seen = useRef(said);
  useEffect(() => {
    if (seen.current === said) return;
    seen.current = said;
    if (!typing.current) setDraft(null);
  }, [said]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const send = () => {
    if (!typing.current || draft === null) return;
    typing.current = false;
    const masked = node.masked === true;
    if (!masked && draft === said) {
      setDraft(null);
      return;
    }
    if (!act(node.id, "fill", draft)) {
      typing.current = true;
      return;
    }
    announce(t("filledIn", { name: node.name || t("namelessField") }));
    // Also where the page says only later that the field is hidden.
    setFilled(draft !== "");
    if (masked) {
      // What is hidden stays in this browser no longer than it takes.
      setDraft(null);
      return;
    }
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => !typing.current && setDraft(null), ANSWER_WITHIN);
  };
  const type = (text: string | null) => {
    typing.current = text !== null;
    setDraft(text);
  };
  return { draft, filled, type, send };
}
