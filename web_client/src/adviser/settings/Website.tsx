/** The entrance on the office's own website: choose, look, copy. */
import { Button, ColorSwatch, CopyButton, NativeSelect, TextInput } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { commonTexts, LANGUAGES, type Language } from "../../i18n";
import { settingsTexts } from "../../i18n/settings";
import { announce, isColour, Notice, Panel, useT } from "../../ui";
import { LANGUAGE_NAMES } from "../../ui/languageNames";
import { useMember } from "../api/account";
import { SNIPPET_COPIED } from "../dashboard/GettingStarted";
import { PageTitle } from "../shell/PageTitle";
import { formSnippet, linkSnippet, scriptSnippet, type WidgetChoice } from "./snippets";

export function Website() {
  const t = useT(settingsTexts);
  const { organisation } = useMember();
  const [language, setLanguage] = useState<Language>(organisation.language);
  const [label, setLabel] = useState("");
  const [colour, setColour] = useState(organisation.colour);
  const choice: WidgetChoice = {
    origin: window.location.origin,
    language,
    label,
    colour: isColour(colour) ? colour : organisation.colour,
  };
  return (
    <>
      <PageTitle title={t("websiteTitle")} lead={t("websiteLead")} />
      <div className="a-columns">
        <div className="a-stack">
          <Panel title={t("widgetChoose")}>
            <div className="a-fields">
              <NativeSelect
                label={t("widgetLanguage")}
                value={language}
                onChange={(event) => setLanguage(event.currentTarget.value as Language)}
                data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
              />
              <TextInput
                label={t("widgetLabel")}
                description={t("widgetLabelHint")}
                value={label}
                maxLength={80}
                onChange={(event) => setLabel(event.currentTarget.value)}
              />
              <TextInput
                label={t("widgetColour")}
                value={colour}
                maxLength={7}
                spellCheck={false}
                leftSection={<ColorSwatch size={20} color={choice.colour} withShadow={false} />}
                error={isColour(colour) ? undefined : t("colourWrong")}
                onChange={(event) => setColour(event.currentTarget.value.trim())}
              />
            </div>
          </Panel>
          <Snippet title={t("snippetScript")} code={scriptSnippet(choice)}>
            {t("snippetScriptText")}
          </Snippet>
          <Snippet title={t("snippetForm")} code={formSnippet(choice)}>
            {t("snippetFormText")}
          </Snippet>
          <Snippet title={t("snippetLink")} code={linkSnippet(choice)}>
            {t("snippetLinkText")}
          </Snippet>
        </div>
        <div className="a-stack">
          <Panel title={t("widgetPreview")}>
            <WidgetPreview choice={choice} />
            <p className="a-hint a-after">
              {t("widgetPreviewText")} <Link to="/help/widget">{t("widgetMore")}</Link>
            </p>
          </Panel>
        </div>
      </div>
    </>
  );
}

interface SnippetProps {
  readonly title: string;
  readonly code: string;
  readonly children: ReactNode;
}

function Snippet({ title, code, children }: SnippetProps) {
  const common = useT(commonTexts);
  const t = useT(settingsTexts);
  const { organisation } = useMember();
  const [, remember] = useLocalStorage({ key: SNIPPET_COPIED, defaultValue: "" });
  return (
    <Panel title={title}>
      <p className="a-quiet a-tight">{children}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="a-snippet" tabIndex={0}>
        <code>{code}</code>
      </pre>
      <CopyButton value={code} timeout={2500}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            aria-label={`${common(copied ? "copied" : "copy")}: ${title}`}
            leftSection={
              copied ? <IconCheck size={19} aria-hidden="true" /> : <IconCopy size={19} aria-hidden="true" />
            }
            onClick={() => {
              copy();
              remember(organisation.id);
              announce(t("snippetCopied"));
            }}
          >
            {common(copied ? "copied" : "copy")}
          </Button>
        )}
      </CopyButton>
    </Panel>
  );
}

type Loading = "loading" | "ready" | "failed";

/** The real widget, from the same address that websites use. */
function WidgetPreview({ choice }: { readonly choice: WidgetChoice }) {
  const t = useT(settingsTexts);
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<Loading>(customElements.get("samen-join") ? "ready" : "loading");

  useEffect(() => {
    if (state !== "loading") return;
    const script = document.createElement("script");
    script.src = "/widget.js";
    script.async = true;
    script.onload = () => setState(customElements.get("samen-join") ? "ready" : "failed");
    script.onerror = () => setState("failed");
    document.head.append(script);
    return () => {
      script.onload = null;
      script.onerror = null;
    };
  }, [state]);

  useEffect(() => {
    if (state !== "ready") return;
    // Made anew for every choice, as a page that holds it would be.
    const widget = document.createElement("samen-join");
    widget.setAttribute("lang", choice.language);
    widget.setAttribute("colour", choice.colour);
    if (choice.label.trim() !== "") widget.setAttribute("label", choice.label.trim());
    place.current?.replaceChildren(widget);
  }, [state, choice.language, choice.colour, choice.label]);

  return (
    <div className="a-widget">
      {state === "failed" && <Notice kind="warning">{t("widgetFailed")}</Notice>}
      {state === "loading" && <p className="a-quiet">{t("widgetLoading")}</p>}
      <div ref={place} />
    </div>
  );
}
