/** The rules behind the pages about clients: filters, choosing, forms, two versions, names, the timeline. */
import { describe, expect, test } from "vitest";
import { translator } from "../../i18n";
import { clientsTexts } from "../../i18n/clients";
import { nameParts, type TimelineEntry } from "../api/clients";
import { chipsOf } from "./ActiveFilters";
import { consentComplaint, emptyConsent, toConsent } from "./ConsentFields";
import { addressOf, changed, fieldsOf, filterOf, isNarrowed, tagsOf, withField, withTag } from "./filter";
import { dropPerson, emptyForm, type FormState, formOf, inputOf, withKind, wrongIn } from "./form";
import { standing } from "./LabelsCard";
import { compare, merge } from "./merge";
import { ageOf, birthdayWords, nextWords } from "./names";
import { isSame } from "./SelectionMenu";
import { choose, countChosen, EVERYBODY, headState, isChosen, NOBODY } from "./selection";
import { sessionAddress } from "./startSession";
import { client } from "./testing";
import { GROUPS, said } from "./timelineLines";
import { linesOf } from "./useListWindow";
import { allZones, zoneLabel } from "./zones";

const t = translator(clientsTexts, "nl");

describe("a filter", () => {
  test("C009 C010 reads and writes the same address, and leaves strange names alone", () => {
    const address = "search=jan&tags=a%2Cb&city=Utrecht&birthday_month=3&sort=first";
    const filter = filterOf(new URLSearchParams(`${address}&evil=1`));
    expect(filter).toEqual({ search: "jan", tags: "a,b", city: "Utrecht", birthday_month: "3" });
    expect(filterOf(addressOf(filter, "first"))).toEqual(filter);
    expect(addressOf(filter, "first").get("sort")).toBe("first");
    expect(addressOf({}, "last").toString()).toBe("");
  });

  test("C009 adds and takes labels one by one", () => {
    const two = withTag(withTag({}, "a", true), "b", true);
    expect(tagsOf(two)).toEqual(["a", "b"]);
    expect(withTag(withTag(two, "a", false), "b", false)).toEqual({});
  });

  test("C011 keeps own fields as JSON, and survives what is none", () => {
    const filter = withField(withField({}, "domein", "wonen"), "btw", "NL1");
    expect(fieldsOf(filter)).toEqual({ domein: "wonen", btw: "NL1" });
    expect(withField(withField(filter, "domein", ""), "btw", "")).toEqual({});
    expect(fieldsOf({ fields: "{{" })).toEqual({});
    expect(fieldsOf({ fields: "[1]" })).toEqual({});
  });

  test("C012 C013 C014 says in a chip what it does, and the chip takes away only that", () => {
    const filter = { consent: "yes", unsubscribed: "yes", blocked: "yes", tags: "h" };
    const known = {
      t,
      language: "nl" as const,
      tags: [{ id: "h", name: "Hypotheek" }],
      fields: [],
      colleagues: [],
    };
    const chips = chipsOf(filter, known);
    expect(chips.map(({ words }) => words)).toEqual([
      "Hypotheek",
      "Wil aanbiedingen",
      "Afgemeld",
      "E-mail geblokkeerd",
    ]);
    expect(chips[3]?.without).toEqual({ consent: "yes", unsubscribed: "yes", tags: "h" });
  });

  test("C006 is the kept selection of the same filters, in whatever order", () => {
    expect(isSame({ tags: "a", city: "Zeist" }, { city: "Zeist", tags: "a" })).toBe(true);
    expect(isSame({ tags: "a" }, { tags: "a", city: "Zeist" })).toBe(false);
  });

  test("words in the search field alone do not count as a filter", () => {
    expect(isNarrowed({ search: "jan" })).toBe(false);
    expect(isNarrowed(changed({ search: "jan" }, { city: "Zeist" }))).toBe(true);
  });
});

describe("choosing", () => {
  test("C030 some: one by one, and back", () => {
    const two = choose(choose(NOBODY, ["a"], true), ["b"], true);
    expect(countChosen(two, 10)).toBe(2);
    expect(headState(two, 10)).toBe("some");
    expect(isChosen(choose(two, ["a"], false), "a")).toBe(false);
  });

  test("C031 everybody of the filter, except who is taken out", () => {
    expect(countChosen(EVERYBODY, 100_000)).toBe(100_000);
    expect(headState(EVERYBODY, 73)).toBe("all");
    const less = choose(EVERYBODY, ["a", "b"], false);
    expect(countChosen(less, 73)).toBe(71);
    expect(isChosen(less, "a")).toBe(false);
    expect(isChosen(less, "z")).toBe(true);
    expect(headState(choose(less, ["a", "b"], true), 73)).toBe("all");
  });
});

test("C007 rows stand under their letters, each letter once", () => {
  const row = (id: string, letter: string) => ({ ...ROW, id, letter });
  const lines = linesOf([row("1", "B"), row("2", "B"), row("3", "V")], true);
  expect(lines.map((line) => (line.kind === "head" ? line.letter : line.row.id))).toEqual([
    "B",
    "1",
    "2",
    "V",
    "3",
  ]);
  expect(linesOf([row("1", "B"), row("3", "V")], false)).toHaveLength(2);
});

const ROW = {
  id: "1",
  version: 1,
  kind: "person",
  name: "Jan",
  letter: "J",
  caption: "",
  email: "",
  email_blocked: false,
  unsubscribed: false,
  tags: [],
  adviser: null,
  next_appointment: null,
} as const;

describe("a name", () => {
  test.each([
    ["Jan", "Jan", "", ""],
    ["Jan Vermeulen", "Jan", "", "Vermeulen"],
    ["Tom van der Wal", "Tom", "van der", "Wal"],
    ["Anna Maria de Boer", "Anna Maria", "de", "Boer"],
    ["Fatima el Idrissi", "Fatima", "el", "Idrissi"],
    ["  Jan   van  ", "Jan", "", "van"],
  ])("%s is taken apart", (name, given, prefix, family) => {
    expect(nameParts(name)).toEqual({ given, prefix, family });
  });
});

describe("the form", () => {
  const form = emptyForm("nl", "u1");

  test("C015 wants a name, right addresses, and no birthday to come", () => {
    expect(wrongIn(form, [], "2026-11-22")).toEqual({ "people.0.given": "nameNeeded" });
    const [person] = form.people;
    const [email, phone] = form.contacts;
    const wrong: FormState = {
      ...form,
      people: [{ ...person!, given: "Jan", birthday: "2027-01-01" }],
      contacts: [
        { ...email!, value: "jan@" },
        { ...phone!, value: "12" },
      ],
    };
    expect(Object.keys(wrongIn(wrong, [], "2026-11-22"))).toEqual([
      "people.0.birthday",
      "contacts.0.value",
      "contacts.1.value",
    ]);
    expect(wrongIn({ ...wrong, kind: "company" }, [], "2026-11-22").name).toBe("nameNeeded");
  });

  test("sends no rows that nobody filled in, and shares what belonged to who went", () => {
    const household = withKind(form, "household");
    const [jan, els] = household.people;
    const [email] = household.contacts;
    const filled: FormState = {
      ...household,
      people: [
        { ...jan!, given: " Jan " },
        { ...els!, given: "Els" },
      ],
      contacts: [{ ...email!, value: "els@post.example", person: els!.id }],
    };
    expect(inputOf(filled).contacts[0]?.person_id).toBe(els!.id);
    const alone = inputOf(dropPerson(filled, els!.id));
    expect(alone.people.map(({ given }) => given)).toEqual(["Jan"]);
    expect(alone.contacts).toEqual([
      { kind: "email", value: "els@post.example", label: "", person_id: null },
    ]);
    expect(inputOf(form).people).toEqual([]);
  });

  test("C017 C018 keeps time zone and labels on the way there and back", () => {
    const kept = inputOf(formOf(client({ time_zone: "Europe/Brussels" })));
    expect(kept.time_zone).toBe("Europe/Brussels");
    expect(kept.tags).toEqual(["Hypotheek", "Starter"]);
    expect(kept.people[0]?.id).toBe("p1");
    expect(kept.contacts[0]?.id).toBe("c1");
  });
});

test("C017 time zones read as (GMT+01:00) Brussels in winter and +02:00 in summer", () => {
  expect(zoneLabel("Europe/Brussels", new Date("2026-01-10T12:00:00Z"))).toBe("(GMT+01:00) Brussels");
  expect(zoneLabel("Europe/Brussels", new Date("2026-07-10T12:00:00Z"))).toBe("(GMT+02:00) Brussels");
  expect(zoneLabel("America/St_Johns", new Date("2026-01-10T12:00:00Z"))).toBe("(GMT-03:30) St Johns");
  expect(allZones(new Date("2026-01-10T12:00:00Z"))[0]?.value).toBe("Europe/Amsterdam");
});

describe("two versions", () => {
  const base = formOf(client());

  test("what only one changed is kept, and asked about is only what both did", () => {
    const mine = { ...base, number: "7", address: { ...base.address, city: "Zeist" } };
    const theirs = { ...base, number: "8", tags: ["Starter"] };
    const comparison = compare(base, mine, theirs);
    expect(comparison.clashes).toEqual([{ key: "number", mine: "7", theirs: "8" }]);
    expect(comparison.mine).toEqual(["address.city"]);
    expect(comparison.theirs).toEqual(["tags"]);
    const own = merge(base, mine, theirs, {});
    expect([own.number, own.address.city, own.tags]).toEqual(["7", "Zeist", ["Starter"]]);
    expect(merge(base, mine, theirs, { number: "theirs" }).number).toBe("8");
  });

  test("people and addresses are compared one by one", () => {
    const [person] = base.people;
    const mine = { ...base, people: [{ ...person!, given: "Johan" }] };
    const theirs = {
      ...base,
      people: [
        { ...person!, given: "Johannes" },
        { ...person!, id: "p2", given: "Els" },
      ],
      contacts: [],
    };
    const { clashes } = compare(base, mine, theirs);
    expect(clashes.map(({ key }) => key)).toEqual(["person:p1"]);
    const both = merge(base, mine, theirs, {});
    expect(both.people.map(({ given }) => given)).toEqual(["Johan", "Els"]);
    expect(both.contacts).toEqual([]);
    expect(merge(base, mine, theirs, { "person:p1": "theirs" }).people[0]?.given).toBe("Johannes");
  });

  test("who was taken off the card here and changed there is asked about", () => {
    const mine = { ...base, contacts: [] };
    const theirs = { ...base, contacts: base.contacts.map((each) => ({ ...each, label: "werk" })) };
    expect(compare(base, mine, theirs).clashes.map(({ key }) => key)).toEqual(["contact:c1"]);
    expect(merge(base, mine, theirs, {}).contacts).toEqual([]);
    expect(merge(base, mine, theirs, { "contact:c1": "theirs" }).contacts[0]?.label).toBe("werk");
  });
});

describe("words about a client", () => {
  const now = new Date(2026, 10, 22, 9);

  test("an age is counted in whole years, and not without a year", () => {
    expect(ageOf("1954-11-22", now)).toBe(72);
    expect(ageOf("1954-11-23", now)).toBe(71);
    expect(ageOf("--11-22", now)).toBeUndefined();
    expect(birthdayWords("--02-29", "nl")).toBe("29 februari");
    expect(birthdayWords("1954-03-07", "nl")).toBe("7 maart 1954");
  });

  test("the next appointment is a time today, a day later, or how it stands", () => {
    const next = (start: Date | null, status: string) => ({
      id: "1",
      start: start?.toISOString() ?? null,
      status,
    });
    expect(nextWords(next(new Date(2026, 10, 22, 15, 15), "scheduled"), "nl", t, now)).toBe("Vandaag 15.15");
    expect(nextWords(next(new Date(2026, 10, 26, 10), "scheduled"), "nl", t, now)).toBe("do 26 nov");
    expect(nextWords(next(null, "planning"), "nl", t, now)).toBe("In overleg");
    expect(nextWords(null, "nl", t, now)).toBe("");
  });

  test("the newest word on each way counts", () => {
    const consent = { purpose: "marketing", channel: "email", text: "", source: "", by: "" } as const;
    const found = standing([
      { ...consent, given: true, at: "2026-01-01T00:00:00Z" },
      { ...consent, given: false, at: "2026-02-01T00:00:00Z" },
      { ...consent, channel: "post", given: true, at: "2026-01-01T00:00:00Z" },
    ]);
    expect(found.map(({ channel, given }) => [channel, given])).toEqual([
      ["email", false],
      ["post", true],
    ]);
  });

  test("C012 a consent without its source is no proof, and not of tomorrow", () => {
    const draft = emptyConsent("Ik wil aanbiedingen.", now);
    expect(consentComplaint(draft)).toBe("source");
    expect(consentComplaint({ ...draft, source: "gesprek", day: "2999-01-01" })).toBe("day");
    expect(consentComplaint({ ...draft, source: "gesprek", day: "2026-01-05" })).toBeUndefined();
    expect(toConsent({ ...draft, source: " gesprek " }, "marketing", true, now)).toEqual({
      purpose: "marketing",
      channel: "email",
      given: true,
      text: "Ik wil aanbiedingen.",
      source: "gesprek",
      at: now.toISOString(),
    });
  });
});

test("F056 F057 F058 a session opens for the client, with the page or without", () => {
  expect(sessionAddress("c9", true)).toBe("/session/new?client=c9&page=yes");
  expect(sessionAddress("c9", false)).toBe("/session/new?client=c9&page=no");
});

describe("the timeline", () => {
  const entry = (kind: string, detail: TimelineEntry["detail"] = {}): TimelineEntry => ({
    id: "t1",
    version: 1,
    kind,
    at: "2026-11-20T09:00:00Z",
    actor: { kind: "user", id: "u1", name: "Marieke" },
    subject_kind: "",
    subject_id: "",
    detail,
    mine: false,
  });

  test.each(Object.values(GROUPS).flat())("has words for %s, in three languages", (kind) => {
    const words = (["nl", "en", "fr"] as const).map(
      (language) => said(entry(kind), language, translator(clientsTexts, language))?.title,
    );
    for (const title of words) expect(title?.trim()).not.toBe("");
    expect(words).not.toContain(undefined);
  });

  test("tells how long a session took, what was said of it, and what was shared", () => {
    expect(said(entry("session_ended", { minutes: 41, title: "Kennismaking" }), "nl", t)).toMatchObject({
      title: "Sessie, 41 minuten",
      text: "Kennismaking · Marieke",
    });
    expect(said(entry("evaluation", { stars: 4, text: "Fijn" }), "nl", t)).toMatchObject({
      title: "Beoordeeld met 4 van 5",
      text: "“Fijn”",
    });
    expect(said(entry("document_shared", { name: "Advies.pdf" }), "nl", t)?.text).toBe(
      "Advies.pdf · Marieke",
    );
    expect(said(entry("client_changed", { fields: ["address", "tags"] }), "nl", t)?.text).toBe(
      "Adres, Labels · Marieke",
    );
  });

  test("passes over what a newer server tells", () => {
    expect(said(entry("from_the_future"), "nl", t)).toBeUndefined();
  });
});
