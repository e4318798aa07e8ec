/** Choosing one or more clients, or making a new one. */
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { papersTexts } from "../../i18n/documents-crm";
import { useT } from "../../ui";
import { ClientPicker, type PickedClient } from "../clients/ClientPicker";

interface ClientsFieldProps {
  readonly label: string;
  readonly clients: readonly PickedClient[];
  readonly onChange: (clients: readonly PickedClient[]) => void;
  readonly error?: string | undefined;
}

export function ClientsField({ label, clients, onChange, error }: ClientsFieldProps) {
  const t = useT(papersTexts);
  return (
    <div className="d-group">
      <ClientPicker
        value={null}
        onPick={(picked) => picked && onChange([...clients, picked])}
        allowNew
        label={label}
        error={error}
        except={clients.map(({ id }) => id)}
      />
      {clients.length > 0 && (
        <ul className="d-chosen">
          {clients.map((client) => (
            <li key={client.id}>
              <span>{client.name}</span>
              <ActionIcon
                variant="subtle"
                size="lg"
                aria-label={t("removeClient", { name: client.name })}
                onClick={() => onChange(clients.filter(({ id }) => id !== client.id))}
              >
                <IconX size={17} aria-hidden="true" />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
