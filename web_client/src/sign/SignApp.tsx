/** The page behind a link to sign, in the look of the office that sent it. */
import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { offerAccountLanguage } from "../i18n/language";
import { signTexts } from "../i18n/sign";
import { type Office, SamenProvider, useT } from "../ui";
import { Door } from "./Door";
import { Frame } from "./Frame";
import { Away, Outcome } from "./Outcome";
import type { Visit, VisitState } from "./visit";

// The document brings pdf.js and the pad with it; the door does without.
const load = () => import("./Document");
const SignDocument = lazy(() => load().then((module) => ({ default: module.SignDocument })));

export function SignApp({ visit }: { readonly visit: Visit }) {
  const state = useSyncExternalStore(visit.subscribe, visit.getState);
  return (
    <SamenProvider officeColour={officeOf(state)?.colour}>
      <Inside visit={visit} state={state} />
    </SamenProvider>
  );
}

function officeOf({ link, view }: VisitState): Office | null {
  return view?.office ?? link?.office ?? null;
}

function Inside({ visit, state }: { readonly visit: Visit; readonly state: VisitState }) {
  const t = useT(signTexts);
  const { link, place } = state;
  const title = state.view?.title ?? link?.title;
  useEffect(() => offerAccountLanguage(link?.language), [link?.language]);
  useEffect(() => {
    document.title = title ? t("pageTitle", { title }) : t("pageTitlePlain");
  }, [title, t]);
  useEffect(() => {
    // While somebody looks for the code in their mail, the rest of the page arrives.
    if (place === "door") void load();
  }, [place]);
  const office = officeOf(state) ?? { name: "Samen" };

  if (place === "document" && state.view && state.flow)
    return (
      <Suspense fallback={<Coming office={office} />}>
        <SignDocument visit={visit} view={state.view} flow={state.flow} link={link} />
      </Suspense>
    );
  if (place === "loading") return <Coming office={office} />;
  return (
    <Frame office={office} backdrop="join">
      {place === "door" && link && <Door visit={visit} state={state} link={link} />}
      {place === "outcome" && <Outcome visit={visit} state={state} />}
      {(place === "unknown" || place === "failed") && (
        <Away visit={visit} place={place} problem={state.problem} />
      )}
    </Frame>
  );
}

function Coming({ office }: { readonly office: Office }) {
  const t = useT(signTexts);
  return (
    <Frame office={office} backdrop="join">
      <p role="status" className="sg-coming">
        {t("loading")}
      </p>
    </Frame>
  );
}
