/** The people of a card: names, birthday, and whom else a household or a company holds. */
import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { clientsTexts } from "../../i18n/clients";
import { useT } from "../../ui";
import type { PersonRole } from "../api/clients";
import { dropPerson, nameOf, newPerson, type PersonForm } from "./form";
import { type ClientFormProps, useComplaint } from "./useComplaint";

const MOST = 20;

export function PeopleRows(props: ClientFormProps) {
  const { form, onForm } = props;
  const t = useT(clientsTexts);
  const complaint = useComplaint(props);
  const set = (id: string, change: Partial<PersonForm>) =>
    onForm({
      ...form,
      people: form.people.map((person) => (person.id === id ? { ...person, ...change } : person)),
    });
  const company = form.kind === "company";
  const several = form.kind !== "person" || form.people.length > 1;
  return (
    <>
      {form.people.map((person, at) => {
        const called = nameOf(person) || t(company ? "contactNumber" : "personNumber", { number: at + 1 });
        return (
          <fieldset key={person.id} className="c-person">
            <legend className={several ? "a-label" : "s-hidden"}>{called}</legend>
            <div className="c-person-names">
              <TextInput
                name={`people.${at}.given`}
                label={t("givenName")}
                value={person.given}
                error={complaint(`people.${at}.given`)}
                onChange={(event) => set(person.id, { given: event.currentTarget.value })}
                maxLength={120}
                autoComplete="off"
              />
              <TextInput
                name={`people.${at}.prefix`}
                label={t("prefix")}
                value={person.prefix}
                error={complaint(`people.${at}.prefix`)}
                onChange={(event) => set(person.id, { prefix: event.currentTarget.value })}
                maxLength={40}
                autoComplete="off"
              />
              <TextInput
                name={`people.${at}.family`}
                label={t("familyName")}
                value={person.family}
                error={complaint(`people.${at}.family`)}
                onChange={(event) => set(person.id, { family: event.currentTarget.value })}
                maxLength={120}
                autoComplete="off"
              />
            </div>
            <div className="c-two">
              <TextInput
                className={form.kind === "household" ? "" : "c-birthday"}
                name={`people.${at}.birthday`}
                // Without its year a browser's date field cannot hold it.
                type={person.birthday.startsWith("--") ? "text" : "date"}
                label={t("birthday")}
                value={person.birthday}
                error={complaint(`people.${at}.birthday`)}
                onChange={(event) => set(person.id, { birthday: event.currentTarget.value })}
                autoComplete="off"
              />
              {form.kind === "household" && (
                <NativeSelect
                  label={t("role")}
                  value={person.role}
                  onChange={(event) => set(person.id, { role: event.currentTarget.value as PersonRole })}
                  data={[
                    { value: "applicant", label: t("roleApplicant") },
                    { value: "partner", label: t("rolePartner") },
                  ]}
                />
              )}
            </div>
            {form.people.length > 1 && (
              <ActionIcon
                className="c-person-drop"
                aria-label={t("dropPerson", { name: called })}
                onClick={() => onForm(dropPerson(form, person.id))}
              >
                <IconTrash size={20} aria-hidden="true" />
              </ActionIcon>
            )}
          </fieldset>
        );
      })}
      {form.kind !== "person" && form.people.length < MOST && (
        <Button
          variant="subtle"
          className="c-add"
          leftSection={<IconPlus size={19} aria-hidden="true" />}
          onClick={() =>
            onForm({ ...form, people: [...form.people, newPerson(form.kind, form.people.length)] })
          }
        >
          {t(company ? "addContactPerson" : "addPerson")}
        </Button>
      )}
    </>
  );
}
