/** Web pages looked at together: which open, which search engine answers words, and what is hidden on them. */
import { Button, Textarea, TextInput } from "@mantine/core";
import { IconEyeOff, IconWorldOff } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { browsingTexts } from "../../i18n/browsing";
import { pageTexts } from "../../i18n/page";
import { settingsTexts } from "../../i18n/settings";
import { announce, Notice, Panel, useT } from "../../ui";
import { type Browsing as Rules, useBrowsing, useChangeBrowsing } from "../api/browsing";
import { refusalOf } from "../api/client";
import { PageTitle } from "../shell/PageTitle";
import { Loaded, Problem } from "../shell/Problem";
import { useKeepChanges } from "../shell/useKeepChanges";
import {
  type BrowsingFields,
  type Complaint,
  changesOf,
  complaintOf,
  fieldsOf,
  halfFilled,
  type ListName,
} from "./browsingForm";
import { MaskRows } from "./MaskRows";

const WORDS = "{words}";

/** In the order of their names; the office has none until it chooses. */
const ENGINES: readonly (readonly [string, string])[] = [
  ["Bing", `https://www.bing.com/search?q=${WORDS}`],
  ["DuckDuckGo", `https://duckduckgo.com/?q=${WORDS}`],
  ["Ecosia", `https://www.ecosia.org/search?q=${WORDS}`],
  ["Google", `https://www.google.com/search?q=${WORDS}`],
  ["Qwant", `https://www.qwant.com/?q=${WORDS}`],
  ["Startpage", `https://www.startpage.com/do/search?q=${WORDS}`],
];

export function Browsing() {
  const t = useT(browsingTexts);
  const adviser = useT(adviserTexts);
  const query = useBrowsing();
  return (
    <>
      <PageTitle title={adviser("placeBrowsing")} lead={t("lead")} />
      {query.data ? (
        <BrowsingForm rules={query.data} />
      ) : (
        <Panel>
          <Loaded query={query} lines={8}>
            {() => null}
          </Loaded>
        </Panel>
      )}
    </>
  );
}

function BrowsingForm({ rules }: { readonly rules: Rules }) {
  const settings = useT(settingsTexts);
  const adviser = useT(adviserTexts);
  const { form, fields, set, changed, complaint, change, submit, drop } = useRules(rules);
  return (
    <form ref={form} noValidate onSubmit={submit}>
      <div className="a-columns">
        <div className="a-stack">
          <Sites fields={fields} set={set} complaint={complaint} />
          <Search fields={fields} set={set} complaint={complaint} />
          <MaskRows masks={fields.masks} onChange={(masks) => set({ masks })} complaint={complaint} />
        </div>
        <div className="a-stack">
          <WhatPeopleSee />
        </div>
      </div>
      <div className="a-savebar" data-shown={changed || Boolean(change.error) || undefined}>
        {complaint === undefined && <Problem error={change.error} />}
        <div className="a-buttons">
          <Button type="submit" loading={change.isPending} disabled={!changed}>
            {adviser("save")}
          </Button>
          <Button variant="default" disabled={!changed || change.isPending} onClick={drop}>
            {settings("dropChanges")}
          </Button>
          <span className="a-quiet">{settings(changed ? "notSavedYet" : "allSaved")}</span>
        </div>
      </div>
    </form>
  );
}

function useRules(rules: Rules) {
  const adviser = useT(adviserTexts);
  const change = useChangeBrowsing();
  const form = useRef<HTMLFormElement>(null);
  const [fields, setFields] = useState(() => fieldsOf(rules));
  const [complaint, setComplaint] = useState<Complaint>();
  const changes = changesOf(rules, fields);
  const changed = Object.keys(changes).length > 0;
  useKeepChanges(changed && !change.isPending);
  useEffect(() => {
    if (complaint !== undefined) focusOn(form.current, complaint);
  }, [complaint]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const half = halfFilled(fields);
    setComplaint(half);
    if (half !== undefined) return;
    change.mutate(changes, {
      onSuccess: (saved) => {
        setFields(fieldsOf(saved));
        announce(adviser("savedNow"));
      },
      onError: (error) => setComplaint(complaintOf(refusalOf(error), fields, changes)),
    });
  };
  return {
    form,
    fields,
    changed,
    complaint,
    change,
    submit,
    set: (some: Partial<BrowsingFields>) => {
      setFields((before) => ({ ...before, ...some }));
      setComplaint(undefined);
    },
    drop: () => {
      change.reset();
      setComplaint(undefined);
      setFields(fieldsOf(rules));
    },
  };
}

/** To the field that is wrong, with the wrong line selected. */
function focusOn(form: HTMLFormElement | null, complaint: Complaint): void {
  const name = "row" in complaint ? `${complaint.at}-${complaint.row}` : complaint.at;
  const field = form?.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`);
  field?.focus();
  if (!("line" in complaint) || !(field instanceof HTMLTextAreaElement)) return;
  const lines = field.value.split("\n");
  const start = lines.slice(0, complaint.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  field.setSelectionRange(start, start + (lines[complaint.line - 1]?.length ?? 0));
}

interface PartProps {
  readonly fields: BrowsingFields;
  readonly set: (some: Partial<BrowsingFields>) => void;
  readonly complaint: Complaint | undefined;
}

function Sites({ fields, set, complaint }: PartProps) {
  const t = useT(browsingTexts);
  const wrong = (name: ListName) =>
    complaint?.at === name ? t("wrongLine", { line: complaint.line, given: complaint.given }) : undefined;
  const list = (name: ListName) => ({
    name,
    value: fields[name],
    error: wrong(name),
    autosize: true,
    minRows: 3,
    maxRows: 14,
    spellCheck: false,
    autoCapitalize: "off",
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  });
  return (
    <Panel title={t("sites")}>
      <p className="a-quiet a-tight">{t("sitesText")}</p>
      <div className="a-fields">
        <Textarea {...list("allow")} label={t("allow")} description={t("allowText")} />
        <Textarea {...list("block")} label={t("block")} description={t("blockText")} />
        <div>
          <h3 className="a-small-title">{t("howToWrite")}</h3>
          <dl className="a-terms">
            {(
              [
                ["bank.example", "howExact"],
                ["*.bank.example", "howBelow"],
                ["bank.example:8443", "howPort"],
                ["*", "howAll"],
              ] as const
            ).map(([pattern, words]) => (
              <div key={pattern}>
                <dt>
                  <code>{pattern}</code>
                </dt>
                <dd>{t(words)}</dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
    </Panel>
  );
}

function Search({ fields, set, complaint }: PartProps) {
  const t = useT(browsingTexts);
  return (
    <Panel title={t("search")}>
      <p className="a-quiet a-tight">{t("searchText")}</p>
      <div className="a-fields">
        <TextInput
          name="search"
          type="url"
          label={t("engine")}
          description={t("engineText", { words: WORDS })}
          placeholder="https://"
          maxLength={500}
          spellCheck={false}
          value={fields.search}
          error={complaint?.at === "search" ? t("engineWrong", { words: WORDS }) : undefined}
          onChange={(event) => set({ search: event.currentTarget.value })}
        />
        <div>
          <p className="a-hint a-tight">{t("examples")}</p>
          <div className="a-buttons">
            {ENGINES.map(([name, address]) => (
              <Button
                key={name}
                variant="default"
                size="sm"
                aria-label={t("useExample", { name })}
                onClick={() => set({ search: address })}
              >
                {name}
              </Button>
            ))}
            <Button
              variant="subtle"
              size="sm"
              disabled={fields.search === ""}
              onClick={() => set({ search: "" })}
            >
              {t("noEngine")}
            </Button>
          </div>
        </div>
      </div>
    </Panel>
  );
}

/** The very sentences of the room. */
function WhatPeopleSee() {
  const t = useT(browsingTexts);
  const page = useT(pageTexts);
  return (
    <>
      <Panel title={t("whatPeopleSee")}>
        <div className="a-fields">
          <p>{t("seenAddress")}</p>
          <Notice kind="danger">{page("refusal_page_blocked")}</Notice>
          <p>{t("seenLink")}</p>
          <Notice
            kind="warning"
            icon={<IconWorldOff size={24} stroke={1.8} />}
            title={`${page("error_blocked", { host: t("exampleSite") })}.`}
          >
            {page("error_blocked_text")}
          </Notice>
          <p>{t("seenMask")}</p>
          <Notice kind="info" icon={<IconEyeOff size={24} stroke={1.8} />}>
            {page("dotsHere")}
          </Notice>
          <p className="a-hint">{t("seenParts")}</p>
        </div>
      </Panel>
      <Panel title={t("tilesWhere")}>
        <p className="a-quiet">{t("tilesText")}</p>
        <p className="a-after">
          <Link to="/help/browsing-rules">{t("moreHelp")}</Link>
        </p>
      </Panel>
    </>
  );
}
