/** Choosing a client as who signs, and what is said of a signer who was chosen. */
import { Button } from "@mantine/core";
import { IconUserCheck, IconX } from "@tabler/icons-react";
import { envelopesTexts } from "../../i18n/envelopes";
import { announce, useLanguage, useT } from "../../ui";
import { ClientPicker } from "../clients/ClientPicker";
import { type ChosenSigner, signersOf } from "./choosing";

interface ChooseClientProps {
  readonly onChoose: (people: readonly ChosenSigner[]) => void;
}

export function ChooseClient({ onChoose }: ChooseClientProps) {
  const t = useT(envelopesTexts);
  const language = useLanguage();
  return (
    <ClientPicker
      value={null}
      onPick={(client) => {
        if (client === null) return;
        onChoose(signersOf(client, language));
        announce(t("clientChosen", { name: client.name }));
      }}
      allowNew
      anyCrm
      label={t("chooseClient")}
      description={t("chooseClientHint")}
    />
  );
}

interface ClientMarkProps {
  readonly name: string;
  readonly onUnbind: () => void;
}

export function ClientMark({ name, onUnbind }: ClientMarkProps) {
  const t = useT(envelopesTexts);
  return (
    <p className="a-sign-client">
      <IconUserCheck size={19} aria-hidden="true" />
      <span>{t("isClient")}</span>
      <Button
        variant="subtle"
        size="compact-md"
        leftSection={<IconX size={17} aria-hidden="true" />}
        aria-label={t("unbindNamed", { name })}
        onClick={onUnbind}
      >
        {t("unbind")}
      </Button>
    </p>
  );
}
