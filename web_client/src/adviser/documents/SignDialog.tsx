/** From a document of a client to signing it: first the addresses of those who sign. */
import { Button, Checkbox, Group, Modal } from "@mantine/core";
import { IconSignature } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { papersTexts } from "../../i18n/documents-crm";
import { Notice, useT } from "../../ui";
import { useClient } from "../api/clients";
import { type OfficeDocument, useSignDocument } from "../api/documents";
import { Loaded } from "../shell/Problem";
import { DocumentProblem } from "./DocumentProblem";

interface SignDialogProps {
  readonly document: OfficeDocument;
  readonly onClose: () => void;
}

export function SignDialog({ document, onClose }: SignDialogProps) {
  const t = useT(papersTexts);
  const client = useClient(document.client?.id);
  return (
    <Modal opened onClose={onClose} title={t("signTitle")} size="34rem">
      <Loaded query={client}>
        {({ contacts, people }) => {
          const addresses = contacts
            .filter(({ kind, blocked }) => kind === "email" && blocked === "")
            .map(({ value, person_id }) => {
              const person = people.find(({ id }) => id === person_id) ?? people[0];
              const name = person
                ? [person.given, person.prefix, person.family].filter(Boolean).join(" ")
                : "";
              return { value, name };
            });
          return addresses.length === 0 ? (
            <div className="d-form">
              <Notice kind="warning">{t("signNoAddress")}</Notice>
              <Group justify="flex-end">
                <Button component={Link} to={`/adviser/clients/${document.client?.id}/edit`}>
                  {t("toClient")}
                </Button>
              </Group>
            </div>
          ) : (
            <Addresses document={document} addresses={addresses} onClose={onClose} />
          );
        }}
      </Loaded>
    </Modal>
  );
}

interface AddressesProps extends SignDialogProps {
  readonly addresses: readonly { readonly value: string; readonly name: string }[];
}

function Addresses({ document, addresses, onClose }: AddressesProps) {
  const t = useT(papersTexts);
  const navigate = useNavigate();
  const sign = useSignDocument();
  const [chosen, setChosen] = useState<readonly string[]>(addresses.map(({ value }) => value));
  return (
    <div className="d-form">
      <Checkbox.Group
        label={t("signAddresses")}
        description={t("signAddressHint")}
        value={[...chosen]}
        onChange={setChosen}
      >
        <div className="a-stack" style={{ gap: "0.625rem", marginTop: "0.5rem" }}>
          {addresses.map(({ value, name }) => (
            <Checkbox key={value} value={value} label={name === "" ? value : name} description={value} />
          ))}
        </div>
      </Checkbox.Group>
      <p className="a-hint">{t("signNext")}</p>
      <DocumentProblem error={sign.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button
          disabled={chosen.length === 0}
          loading={sign.isPending}
          leftSection={<IconSignature size={19} aria-hidden="true" />}
          onClick={() =>
            sign.mutate(
              { id: document.id, emails: chosen },
              { onSuccess: ({ envelope_id }) => void navigate(`/adviser/signing/${envelope_id}`) },
            )
          }
        >
          {t("continue")}
        </Button>
      </Group>
    </div>
  );
}
