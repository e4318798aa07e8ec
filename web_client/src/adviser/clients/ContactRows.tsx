/** E-mail addresses and telephone numbers, as many as there are; of one person or shared by all. */
import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { IconAt, IconPhone, IconPlus, IconTrash } from "@tabler/icons-react";
import { clientsTexts } from "../../i18n/clients";
import { StatusChip, useT } from "../../ui";
import { type ContactForm, isEmptyPerson, nameOf, newContact } from "./form";
import { type ClientFormProps, useComplaint } from "./useComplaint";

const MOST = 30;

export function ContactRows(props: ClientFormProps) {
  const { form, onForm } = props;
  const t = useT(clientsTexts);
  const complaint = useComplaint(props);
  const people = form.people.filter((person) => !isEmptyPerson(person));
  const set = (id: string, change: Partial<ContactForm>) =>
    onForm({
      ...form,
      contacts: form.contacts.map((contact) => (contact.id === id ? { ...contact, ...change } : contact)),
    });
  const add = (kind: ContactForm["kind"]) =>
    onForm({ ...form, contacts: [...form.contacts, newContact(kind)] });
  return (
    <div className="a-fields">
      {form.contacts.length > 0 && (
        <ul className="c-contacts">
          {form.contacts.map((contact, at) => (
            <li key={contact.id}>
              <TextInput
                name={`contacts.${at}.value`}
                className="c-contact-value"
                label={t(contact.kind === "email" ? "email" : "phone")}
                type={contact.kind === "email" ? "email" : "tel"}
                leftSection={
                  contact.kind === "email" ? (
                    <IconAt size={18} aria-hidden="true" />
                  ) : (
                    <IconPhone size={18} aria-hidden="true" />
                  )
                }
                value={contact.value}
                error={complaint(`contacts.${at}.value`)}
                onChange={(event) => set(contact.id, { value: event.currentTarget.value })}
                maxLength={254}
                autoComplete="off"
              />
              {people.length > 1 && (
                <NativeSelect
                  label={t("ofWhom")}
                  value={people.some(({ id }) => id === contact.person) ? contact.person : ""}
                  onChange={(event) => set(contact.id, { person: event.currentTarget.value })}
                  data={[
                    { value: "", label: t("shared") },
                    ...people.map((person) => ({ value: person.id, label: nameOf(person) })),
                  ]}
                />
              )}
              <TextInput
                name={`contacts.${at}.label`}
                label={t("contactLabel")}
                placeholder={t("contactLabelHint")}
                value={contact.label}
                error={complaint(`contacts.${at}.label`)}
                onChange={(event) => set(contact.id, { label: event.currentTarget.value })}
                maxLength={40}
                autoComplete="off"
              />
              <ActionIcon
                aria-label={t("dropContact", {
                  value: contact.value || t(contact.kind === "email" ? "email" : "phone"),
                })}
                onClick={() =>
                  onForm({ ...form, contacts: form.contacts.filter(({ id }) => id !== contact.id) })
                }
              >
                <IconTrash size={20} aria-hidden="true" />
              </ActionIcon>
              {contact.blocked !== "" && (
                <span className="c-contact-note">
                  <StatusChip tone="danger">{t("emailBlocked")}</StatusChip>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {form.contacts.length < MOST && (
        <div className="a-buttons">
          <Button
            variant="subtle"
            leftSection={<IconPlus size={19} aria-hidden="true" />}
            onClick={() => add("email")}
          >
            {t("addEmail")}
          </Button>
          <Button
            variant="subtle"
            leftSection={<IconPlus size={19} aria-hidden="true" />}
            onClick={() => add("phone")}
          >
            {t("addPhone")}
          </Button>
        </div>
      )}
    </div>
  );
}
