/** For tests: a client as the server tells of one. */
import type { ClientRow, ClientView } from "../api/clients";

export function client(change: Partial<ClientView> = {}): ClientView {
  return {
    id: "k1",
    version: 3,
    kind: "person",
    name: "Jan Vermeulen",
    sort_name: "vermeulen jan",
    letter: "V",
    number: "10482",
    people: [
      {
        id: "p1",
        role: "applicant",
        given: "Jan",
        prefix: "",
        family: "Vermeulen",
        name: "Jan Vermeulen",
        birthday: "1954-03-07",
        language: "",
      },
    ],
    company: null,
    contacts: [
      {
        id: "c1",
        kind: "email",
        value: "jan@vermeulen.example",
        shown: "jan@vermeulen.example",
        label: "",
        person_id: null,
        blocked: "",
      },
    ],
    address: { street: "Beukenhof 8", postcode: "3721 AB", city: "Bilthoven", country: "NL" },
    language: "nl",
    time_zone: "",
    adviser: { id: "u1", name: "Marieke de Boer" },
    team: null,
    assigned: [],
    tags: [
      { id: "t1", name: "Hypotheek" },
      { id: "t2", name: "Starter" },
    ],
    fields: {},
    consents: [],
    unsubscribed: false,
    email_blocked: false,
    source: "hand",
    photo_url: null,
    created_at: "2019-05-01T09:00:00Z",
    updated_at: "2026-11-20T09:00:00Z",
    deleted_at: null,
    counts: { appointments: 0, documents: 0, sessions: 0, messages: 0 },
    ...change,
  };
}

export function row(change: Partial<ClientRow> = {}): ClientRow {
  return {
    id: "k1",
    version: 3,
    kind: "person",
    name: "Jan Vermeulen",
    letter: "V",
    caption: "Bilthoven",
    email: "jan@vermeulen.example",
    email_blocked: false,
    unsubscribed: false,
    tags: [{ id: "t1", name: "Hypotheek" }],
    adviser: null,
    next_appointment: null,
    ...change,
  };
}
