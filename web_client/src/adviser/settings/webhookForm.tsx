/** The fields of a webhook: its name, its address, what it is told. */
import { Checkbox, TextInput } from "@mantine/core";
import { integrationTexts } from "../../i18n/integrations";
import { useT } from "../../ui";
import { type NewWebhook, WEBHOOK_KINDS, type WebhookKind } from "../api/integrations";
import type { Complaints, useFields } from "../shell/fields";

export interface WebhookValues {
  name: string;
  url: string;
  kinds: WebhookKind[];
}

export const EMPTY: WebhookValues = {
  name: "",
  url: "",
  kinds: ["envelope.sent", "envelope.signed", "envelope.declined", "envelope.completed"],
};

/** In the order of the list, so that the same choice is the same value. */
export function inOrder(kinds: readonly WebhookKind[]): WebhookKind[] {
  return WEBHOOK_KINDS.filter((kind) => kinds.includes(kind));
}

export function tidy({ name, url, kinds }: WebhookValues): NewWebhook {
  return { name: name.trim(), url: url.trim(), kinds: inOrder(kinds) };
}

export function useWebhookCheck(): (values: WebhookValues) => Complaints<WebhookValues> {
  const t = useT(integrationTexts);
  // Plain http is for places that whoever runs the server has named; the server knows which.
  return ({ name, url, kinds }) => ({
    ...(name.trim() === "" ? { name: t("nameNeeded") } : {}),
    ...(/^https?:\/\/[^\s/]+/i.test(url.trim()) ? {} : { url: t("urlNeeded") }),
    ...(kinds.length === 0 ? { kinds: t("tellNeeded") } : {}),
  });
}

/** The word for a kind of message: `kind_envelope_sent` and the like. */
export function useKindWords(): (kind: WebhookKind | "webhook.test") => string {
  const t = useT(integrationTexts);
  return (kind) => t(`kind_${kind.replace(".", "_") as "envelope_sent"}`);
}

export function WebhookFields({ fields }: { readonly fields: ReturnType<typeof useFields<WebhookValues>> }) {
  const t = useT(integrationTexts);
  const words = useKindWords();
  return (
    <>
      <TextInput
        {...fields.field("name")}
        label={t("name")}
        description={t("nameHint")}
        maxLength={120}
        autoComplete="off"
      />
      <TextInput
        {...fields.field("url")}
        label={t("url")}
        description={t("urlHint")}
        type="url"
        placeholder="https://"
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
      />
      <Checkbox.Group
        label={t("tell")}
        value={fields.values.kinds}
        error={fields.complaints.kinds}
        onChange={(kinds) => fields.set("kinds", inOrder(kinds as WebhookKind[]))}
      >
        <div className="a-kinds">
          {WEBHOOK_KINDS.map((kind) => (
            <Checkbox key={kind} name="kinds" value={kind} label={words(kind)} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}
