/** A new client in three fields, inside another form; says so when somebody looks like the new one. */
import { Button, TextInput } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { clientsTexts } from "../../i18n/clients";
import { Notice, useT } from "../../ui";
import { candidatesOf, useQuickClient } from "../api/clients";
import { looksLikeEmail } from "../shell/fields";
import type { PickedClient } from "./ClientPicker";
import { ClientProblem } from "./ClientProblem";

interface QuickClientFormProps {
  readonly name: string;
  readonly onMade: (client: PickedClient) => void;
  readonly onCancel: () => void;
}

export function QuickClientForm({ name: typed, onMade, onCancel }: QuickClientFormProps) {
  const t = useT(clientsTexts);
  const make = useQuickClient();
  const isAddress = typed.includes("@");
  const [name, setName] = useState(isAddress ? "" : typed);
  const [email, setEmail] = useState(isAddress ? typed : "");
  const [phone, setPhone] = useState("");
  const [tried, setTried] = useState(false);
  const complaints = {
    name: name.trim() === "" ? t("nameNeeded") : undefined,
    email: email.trim() !== "" && !looksLikeEmail(email) ? t("emailWrong") : undefined,
  };
  const candidates = candidatesOf(make.error);

  const submit = (anyway: boolean) => {
    setTried(true);
    if (complaints.name || complaints.email) return;
    make.mutate(
      { name: name.trim(), email: email.trim(), phone: phone.trim(), anyway },
      {
        onSuccess: (made) =>
          onMade({
            id: made.id,
            name: made.name,
            email: made.contacts.find(({ kind }) => kind === "email")?.value ?? "",
          }),
      },
    );
  };
  // No <form>: it stands inside another one, where Enter would send that.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    submit(false);
  };

  return (
    <fieldset className="c-quick" onKeyDown={onKeyDown}>
      <legend className="a-label">{t("newClient")}</legend>
      <TextInput
        label={t("fullName")}
        value={name}
        error={tried && complaints.name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        autoFocus
        autoComplete="off"
      />
      <div className="c-two">
        <TextInput
          label={t("email")}
          type="email"
          value={email}
          error={tried && complaints.email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          autoComplete="off"
        />
        <TextInput
          label={t("phone")}
          type="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          autoComplete="off"
        />
      </div>
      {candidates.length > 0 ? (
        <Notice
          kind="warning"
          live
          title={t("looksLikeTitle")}
          actions={
            <>
              {candidates.slice(0, 3).map((other) => (
                <Button
                  key={other.id}
                  variant="default"
                  size="sm"
                  onClick={() =>
                    onMade({
                      id: other.id,
                      name: other.name,
                      email: other.email,
                      email_blocked: other.email_blocked,
                    })
                  }
                >
                  {t("useThis", { name: other.name })}
                </Button>
              ))}
              <Button variant="default" size="sm" loading={make.isPending} onClick={() => submit(true)}>
                {t("addAnyway")}
              </Button>
            </>
          }
        >
          {t("looksLikeText")}
        </Notice>
      ) : (
        <ClientProblem error={make.error} />
      )}
      <div className="a-buttons">
        <Button
          variant="default"
          loading={make.isPending}
          leftSection={<IconUserPlus size={20} aria-hidden="true" />}
          onClick={() => submit(false)}
        >
          {t("addClient")}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </fieldset>
  );
}
