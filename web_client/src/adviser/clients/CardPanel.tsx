/** Who a client is: the people, where they live, how to reach them, and what the office wants to know of them. */
import { Button } from "@mantine/core";
import { IconAt, IconHome, IconId, IconPhone, IconWorld } from "@tabler/icons-react";
import { Link } from "react-router";
import { clientsTexts } from "../../i18n/clients";
import { Avatar, announce, Panel, StatusChip, useConfirm, useLanguage, useT } from "../../ui";
import { useClientFields } from "../api/clientParts";
import {
  type ClientContact,
  type ClientField,
  type ClientView,
  type FieldValue,
  useUnblock,
} from "../api/clients";
import { ClientProblem } from "./ClientProblem";
import { countryName } from "./countries";
import { ageOf, birthdayWords, KINDS } from "./names";
import { zoneLabel } from "./zones";

export function CardPanel({ client }: { readonly client: ClientView }) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const { address, company } = client;
  const town = [address.postcode, address.city].filter(Boolean).join(" ");
  const country =
    address.country === "NL" || address.country === "" ? "" : countryName(address.country, language);
  const lines = [address.street, town, address.street === "" && town === "" ? "" : country].filter(Boolean);
  const nothing = lines.length === 0 && client.contacts.length === 0;
  return (
    <Panel
      title={t(KINDS[client.kind])}
      action={
        <Link className="a-link" to={`/adviser/clients/${client.id}/edit`}>
          {t("edit")}
        </Link>
      }
    >
      <ul className="c-people">
        {client.people.map((person) => {
          const age = ageOf(person.birthday);
          const details = [
            age === undefined ? "" : t("years", { count: age }),
            birthdayWords(person.birthday, language),
            client.kind === "household" && person.role === "partner" ? t("rolePartner") : "",
            client.kind === "company" ? t("roleContact") : "",
          ].filter(Boolean);
          return (
            <li key={person.id}>
              <Avatar name={person.name} size={44} />
              <span className="a-row-words">
                <strong>{person.name}</strong>
                {details.length > 0 && <span>{details.join(" · ")}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      <dl className="c-facts">
        {lines.length > 0 && (
          <div>
            <dt>
              <IconHome size={20} stroke={1.7} aria-hidden="true" />
              <span className="s-hidden">{t("address")}</span>
            </dt>
            <dd>
              {lines.map((line) => (
                <span key={line}>{line}</span>
              ))}
            </dd>
          </div>
        )}
        {client.contacts.map((contact) => (
          <Contact key={contact.id} contact={contact} client={client} />
        ))}
        {company && (company.vat !== "" || company.coc !== "") && (
          <div>
            <dt>
              <IconId size={20} stroke={1.7} aria-hidden="true" />
              <span className="s-hidden">{t("companyDetails")}</span>
            </dt>
            <dd>
              {company.vat !== "" && <span>{`${t("vatShort")} ${company.vat}`}</span>}
              {company.coc !== "" && <span>{`${t("cocShort")} ${company.coc}`}</span>}
            </dd>
          </div>
        )}
        {client.time_zone !== "" && (
          <div>
            <dt>
              <IconWorld size={20} stroke={1.7} aria-hidden="true" />
              <span className="s-hidden">{t("timeZone")}</span>
            </dt>
            <dd>{zoneLabel(client.time_zone, new Date())}</dd>
          </div>
        )}
      </dl>
      {nothing && (
        <p className="a-quiet a-tight">
          {t("noContact")} <Link to={`/adviser/clients/${client.id}/edit`}>{t("addContact")}</Link>
        </p>
      )}
      <OwnFacts client={client} />
    </Panel>
  );
}

function Contact({ contact, client }: { readonly contact: ClientContact; readonly client: ClientView }) {
  const t = useT(clientsTexts);
  const confirm = useConfirm();
  const unblock = useUnblock(client.id);
  const email = contact.kind === "email";
  const person = client.people.find(({ id }) => id === contact.person_id)?.name;
  const whose = client.people.length < 2 ? "" : (person ?? t(email ? "sharedAddress" : "sharedNumber"));
  const free = async () => {
    const sure = await confirm({
      title: t("unblockAsk", { email: contact.shown }),
      text: t("unblockText"),
      confirm: t("unblock"),
    });
    if (sure)
      unblock.mutate(contact.value, { onSuccess: () => announce(t("unblocked", { email: contact.shown })) });
  };
  return (
    <div>
      <dt>
        {email ? (
          <IconAt size={20} stroke={1.7} aria-hidden="true" />
        ) : (
          <IconPhone size={20} stroke={1.7} aria-hidden="true" />
        )}
        <span className="s-hidden">{t(email ? "email" : "phone")}</span>
      </dt>
      <dd>
        <a href={email ? `mailto:${contact.value}` : `tel:${contact.value}`}>
          {contact.shown || contact.value}
        </a>
        {[contact.label, whose].some(Boolean) && (
          <small>{[contact.label, whose].filter(Boolean).join(" · ")}</small>
        )}
        {contact.blocked !== "" && (
          <span className="c-blocked-line">
            <StatusChip tone="danger">{t("emailBlocked")}</StatusChip>
            <Button
              variant="subtle"
              size="compact-sm"
              loading={unblock.isPending}
              onClick={() => void free()}
            >
              {t("unblock")}
            </Button>
            <ClientProblem error={unblock.error} />
          </span>
        )}
      </dd>
    </div>
  );
}

function OwnFacts({ client }: { readonly client: ClientView }) {
  const t = useT(clientsTexts);
  const fields = useClientFields().data ?? [];
  const known = fields.filter(({ key }) => client.fields[key] !== undefined && client.fields[key] !== "");
  if (known.length === 0) return null;
  return (
    <dl className="c-own-facts">
      {known.map((field) => (
        <div key={field.id}>
          <dt>{field.label}</dt>
          <dd>
            <OwnValue field={field} value={client.fields[field.key]} yes={t("yes")} no={t("no")} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface OwnValueProps {
  readonly field: ClientField;
  readonly value: FieldValue | undefined;
  readonly yes: string;
  readonly no: string;
}

function OwnValue({ field, value, yes, no }: OwnValueProps) {
  const language = useLanguage();
  if (typeof value === "boolean") return value ? yes : no;
  if (typeof value === "number") return value.toLocaleString(language);
  if (field.kind === "date") return birthdayWords(value ?? null, language);
  if (field.kind === "url" && value !== undefined && /^https?:/.test(value)) {
    return (
      <a href={value} target="_blank" rel="noreferrer noopener">
        {value}
      </a>
    );
  }
  return value;
}
