/** A new client, or one that is changed. */
import { Button, Checkbox } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { clientsTexts } from "../../i18n/clients";
import { announce, Panel, useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { refusalOf } from "../api/client";
import { useClientFields } from "../api/clientParts";
import {
  type ClientView,
  candidatesOf,
  currentOf,
  useAddConsentTo,
  useChangeClient,
  useClient,
  useMakeClient,
} from "../api/clients";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { useKeepChanges } from "../shell/useKeepChanges";
import { Candidates } from "./Candidates";
import { ClientForm } from "./ClientForm";
import { ClientProblem } from "./ClientProblem";
import { ConflictDialog } from "./ConflictDialog";
import { type ConsentDraft, ConsentFields, consentComplaint, emptyConsent, toConsent } from "./ConsentFields";
import { emptyForm, type FormState, formOf, inputOf, type Wrong, wrongIn } from "./form";
import "./clients.css";

export function NewClientPage() {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const { user } = useMember();
  const make = useMakeClient();
  const consent = useAddConsentTo();
  const [initial] = useState(() => emptyForm(language, user.id));
  const [form, setForm] = useState(initial);
  const [wantsOffers, setWantsOffers] = useState(false);
  const [proof, setProof] = useState<ConsentDraft>(() => emptyConsent(t("consentText")));
  const [tried, setTried] = useState(false);
  const definitions = useClientFields().data ?? [];
  const wrong = wrongIn(form, definitions, today());
  const leave = useLeaveFor(JSON.stringify(form) !== JSON.stringify(initial));
  const candidates = candidatesOf(make.error);

  const open = (view: ClientView) => {
    announce(t("clientAdded", { name: view.name }));
    leave(`/adviser/clients/${view.id}`);
  };
  const submit = (anyway: boolean) => {
    setTried(true);
    const first = Object.keys(wrong)[0];
    if (first !== undefined || (wantsOffers && consentComplaint(proof) !== undefined)) {
      focusOn(first ?? "source");
      return;
    }
    make.mutate(
      { input: inputOf(form), anyway },
      {
        onSuccess: (view) => {
          if (!wantsOffers) return open(view);
          // The client is there already: what fails now is said on the client's own page.
          consent.mutate({ id: view.id, ...toConsent(proof, "marketing") }, { onSettled: () => open(view) });
        },
        onError: (error) => focusOn(String(refusalOf(error).parameters.field ?? "")),
      },
    );
  };

  return (
    <>
      <Link className="a-back" to="/adviser/clients">
        <IconArrowLeft size={18} aria-hidden="true" />
        {t("clients")}
      </Link>
      <PageTitle title={t("newClient")} />
      <form
        className="c-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit(false);
        }}
      >
        <ClientForm
          form={form}
          onForm={(next) => {
            setForm(next);
            if (make.isError) make.reset();
          }}
          wrong={tried ? wrong : {}}
          refusal={make.error}
        />
        <Panel title={t("consents")}>
          <div className="a-fields">
            <Checkbox
              label={t("wantsOffersLong")}
              description={t("wantsOffersHint")}
              checked={wantsOffers}
              onChange={(event) => setWantsOffers(event.currentTarget.checked)}
            />
            {wantsOffers && <ConsentFields draft={proof} onDraft={setProof} tried={tried} />}
          </div>
        </Panel>
        {candidates.length > 0 ? (
          <Candidates candidates={candidates} busy={make.isPending} onAnyway={() => submit(true)} />
        ) : (
          <ClientProblem error={make.error} />
        )}
        <div className="a-buttons">
          <Button type="submit" loading={make.isPending || consent.isPending}>
            {t("save")}
          </Button>
          <Button variant="default" component={Link} to="/adviser/clients">
            {t("cancel")}
          </Button>
        </div>
      </form>
    </>
  );
}

export function EditClientPage() {
  const { id = "" } = useParams();
  const client = useClient(id);
  return <Loaded query={client}>{(view) => <Edit key={view.id} view={view} />}</Loaded>;
}

function Edit({ view }: { readonly view: ClientView }) {
  const t = useT(clientsTexts);
  const change = useChangeClient(view.id);
  // What both began with, until a conflict moves it.
  const [base, setBase] = useState<{ readonly form: FormState; readonly version: number }>(() => ({
    form: formOf(view),
    version: view.version,
  }));
  const [form, setForm] = useState(base.form);
  const [tried, setTried] = useState(false);
  const definitions = useClientFields().data ?? [];
  const wrong: Wrong = wrongIn(form, definitions, today());
  const leave = useLeaveFor(JSON.stringify(form) !== JSON.stringify(base.form));
  const current = currentOf(change.error);

  const send = (next: FormState, version: number) =>
    change.mutate(
      { input: inputOf(next), version },
      {
        onSuccess: (kept) => {
          announce(t("clientSaved", { name: kept.name }));
          leave(`/adviser/clients/${view.id}`);
        },
        onError: (error) => focusOn(String(refusalOf(error).parameters.field ?? "")),
      },
    );

  return (
    <>
      <Link className="a-back" to={`/adviser/clients/${view.id}`}>
        <IconArrowLeft size={18} aria-hidden="true" />
        {view.name}
      </Link>
      <PageTitle title={t("editClient", { name: view.name })} />
      <form
        className="c-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          const first = Object.keys(wrong)[0];
          if (first === undefined) send(form, base.version);
          else focusOn(first);
        }}
      >
        <ClientForm
          form={form}
          onForm={(next) => {
            setForm(next);
            if (change.isError) change.reset();
          }}
          wrong={tried ? wrong : {}}
          refusal={change.error}
        />
        {current === undefined && <ClientProblem error={change.error} />}
        <div className="a-buttons">
          <Button type="submit" loading={change.isPending}>
            {t("save")}
          </Button>
          <Button variant="default" component={Link} to={`/adviser/clients/${view.id}`}>
            {t("cancel")}
          </Button>
        </div>
      </form>
      {current && (
        <ConflictDialog
          base={base.form}
          mine={form}
          current={current}
          busy={change.isPending}
          onClose={() => change.reset()}
          onMerged={(next) => {
            setBase({ form: formOf(current), version: current.version });
            setForm(next);
            send(next, current.version);
          }}
        />
      )}
    </>
  );
}

/** Asks before changes are lost; what is returned goes on to another page once everything is kept. */
function useLeaveFor(changed: boolean): (address: string) => void {
  const navigate = useNavigate();
  const [address, setAddress] = useState<string>();
  useKeepChanges(changed && address === undefined);
  // Not in the press itself: the question holds the page until this is drawn.
  useEffect(() => {
    if (address !== undefined) void navigate(address, { replace: true });
  }, [address, navigate]);
  return setAddress;
}

function today(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The field by the name that the server and the form both use for it. */
function focusOn(name: string): void {
  if (name === "") return;
  // After the complaint is drawn.
  setTimeout(() => {
    const field =
      document.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`) ??
      document.querySelector<HTMLElement>(`[name^="${CSS.escape(name)}."]`);
    field?.focus();
  }, 0);
}
