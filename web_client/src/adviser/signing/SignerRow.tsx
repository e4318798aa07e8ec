/** One signer of a document on its way: how far they are, and what helps when they are stuck. */
import { ActionIcon, Button, Menu, Modal, TextInput } from "@mantine/core";
import { IconDeviceLaptop, IconDotsVertical, IconMailForward, IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { formatDay, formatTime } from "../../i18n";
import { envelopesTexts } from "../../i18n/envelopes";
import { Avatar, announce, StatusChip, useLanguage, useT } from "../../ui";
import {
  type Envelope,
  type EnvelopeSigner,
  useChangeSigner,
  useResendLink,
  useSignHere,
} from "../api/envelopes";
import { looksLikeEmail, useFields } from "../shell/fields";
import { SigningProblem } from "./SigningProblem";

interface SignerRowProps {
  readonly envelope: Envelope;
  readonly signer: EnvelopeSigner;
}

function useProgress({ envelope, signer }: SignerRowProps): string {
  const t = useT(envelopesTexts);
  const language = useLanguage();
  const parts = (value: string) => {
    const at = new Date(value);
    return { day: formatDay(language, at), time: formatTime(language, at) };
  };
  if (signer.status === "declined") {
    return signer.decline_reason === ""
      ? t("declinedNoReason")
      : t("declinedWhy", { reason: signer.decline_reason });
  }
  if (signer.signed_at !== null) return t("signedAt", parts(signer.signed_at));
  if (!signer.turn) {
    const before = envelope.signers.filter(
      ({ position, status }) => position < signer.position && status !== "signed",
    );
    const last = before.at(-1);
    return last === undefined ? t("waits") : t("waitsFor", { name: last.name });
  }
  return signer.viewed_at === null ? t("notOpened") : t("viewedAt", parts(signer.viewed_at));
}

const CHIPS = {
  signed: { tone: "office", words: "statusCompleted" },
  declined: { tone: "danger", words: "statusDeclined" },
} as const;

export function SignerRow({ envelope, signer }: SignerRowProps) {
  const t = useT(envelopesTexts);
  const progress = useProgress({ envelope, signer });
  const resend = useResendLink(envelope.id);
  const here = useSignHere(envelope.id);
  const [changing, setChanging] = useState(false);
  const open = envelope.status === "sent" && signer.status !== "signed";
  const chip = signer.status === "signed" || signer.status === "declined" ? CHIPS[signer.status] : undefined;

  const signHere = () => {
    // Opened at the click itself: a tab that opens after an answer is blocked.
    const tab = window.open("", "_blank");
    here.mutate(signer.id, {
      onSuccess: ({ url }) => {
        if (tab) {
          tab.opener = null;
          tab.location.replace(url);
        } else window.location.assign(url);
      },
      onError: () => tab?.close(),
    });
  };
  const again = () =>
    resend.mutate(signer.id, { onSuccess: () => announce(t("resent", { email: signer.email })) });

  return (
    <li className="a-row a-row-wrap">
      <Avatar name={signer.name} size={36} of="client" />
      <span className="a-row-words">
        <strong>{signer.name}</strong>
        <span>
          {signer.email}
          {signer.delegated_from !== null && ` · ${t("delegatedFrom", { name: signer.delegated_from })}`}
        </span>
        <span>{progress}</span>
        <SigningProblem error={resend.error ?? here.error} />
      </span>
      <span className="a-row-side a-sign-actions">
        {chip && <StatusChip tone={chip.tone}>{t(chip.words)}</StatusChip>}
        {open && signer.turn && (
          <Button
            variant="default"
            loading={here.isPending}
            leftSection={<IconDeviceLaptop size={19} aria-hidden="true" />}
            onClick={signHere}
          >
            {t("signHere")}
          </Button>
        )}
        {open && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" size="lg" aria-label={t("moreFor", { name: signer.name })}>
                <IconDotsVertical size={20} aria-hidden="true" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {signer.turn && (
                <Menu.Item
                  leftSection={<IconMailForward size={19} aria-hidden="true" />}
                  disabled={resend.isPending}
                  onClick={again}
                >
                  {t("resend")}
                </Menu.Item>
              )}
              <Menu.Item
                leftSection={<IconPencil size={19} aria-hidden="true" />}
                onClick={() => setChanging(true)}
              >
                {t("changeAddress")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
      <Modal opened={changing} onClose={() => setChanging(false)} size="30rem" title={t("changeAddress")}>
        <ChangeForm envelope={envelope} signer={signer} onClose={() => setChanging(false)} />
      </Modal>
    </li>
  );
}

function ChangeForm({ envelope, signer, onClose }: SignerRowProps & { readonly onClose: () => void }) {
  const t = useT(envelopesTexts);
  const change = useChangeSigner(envelope.id);
  const fields = useFields({
    initial: { name: signer.name, email: signer.email },
    check: ({ name, email }) => ({
      ...(name.trim() === "" ? { name: t("nameMissing") } : {}),
      ...(looksLikeEmail(email) ? {} : { email: t("emailWrong") }),
    }),
    onSubmit: ({ name, email }) =>
      change.mutate(
        { signer: signer.id, name: name.trim(), email: email.trim() },
        {
          onSuccess: () => {
            announce(t("addressChanged"));
            onClose();
          },
        },
      ),
  });
  return (
    <form {...fields.form} className="a-stack">
      <p className="a-tight">{t("changeAddressText")}</p>
      <TextInput label={t("name")} autoComplete="off" maxLength={120} {...fields.field("name")} />
      <TextInput
        label={t("email")}
        type="email"
        inputMode="email"
        autoComplete="off"
        maxLength={254}
        {...fields.field("email")}
      />
      <SigningProblem error={change.error} />
      <div className="a-buttons">
        <Button type="submit" loading={change.isPending}>
          {t("resend")}
        </Button>
      </div>
    </form>
  );
}
