/** @jsxImportSource preact */
/** The frame of the join page: the office and the switches on top, help at the bottom. Twin of ui/ClientPage. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { commonTexts } from "../i18n/common";
import { joinTexts } from "../i18n/join";
import { chooseLanguage } from "../i18n/language";
import { useLanguage, useT } from "../i18n/preact";
import { LANGUAGES, type Language } from "../i18n/texts";
import { LANGUAGE_NAMES } from "../ui/languageNames";
import logo from "../ui/pictures/logo.svg";
import { setLargerText, subscribeLargerText, textIsLarger } from "../ui/preferences";
import type { Office } from "./api";
import { Icon } from "./Icon";

interface ShellProps {
  readonly office: Office;
  readonly backdrop: "join" | "check";
  readonly children: ComponentChildren;
}

export function Shell({ office, backdrop, children }: ShellProps) {
  return (
    <div class="cp" data-backdrop={backdrop}>
      <header class="cp-top">
        <div class="cp-office">
          <OfficeMark office={office} />
          <span>{office.name}</span>
        </div>
        <div class="cp-switches">
          <LargerText />
          <Languages />
        </div>
      </header>
      <main class="cp-main">{children}</main>
      <Foot office={office} />
    </div>
  );
}

function OfficeMark({ office }: { readonly office: Office }) {
  if (office.logo_url) return <img class="s-office-logo jp-logo" src={office.logo_url} alt="" />;
  // Without an office there is only ourselves.
  if (office.name === "Samen") return <img class="jp-samen" src={logo} alt="" />;
  return (
    <span class="s-office-tile jp-logo" aria-hidden="true">
      {office.name.trim().charAt(0).toUpperCase()}
    </span>
  );
}

function LargerText() {
  const t = useT(commonTexts);
  const [larger, setLarger] = useState(textIsLarger);
  useEffect(() => subscribeLargerText(() => setLarger(textIsLarger())), []);
  return (
    <button type="button" class="s-quiet-button" aria-pressed={larger} onClick={() => setLargerText(!larger)}>
      <Icon name="textSize" />
      {t("largerText")}
    </button>
  );
}

function Languages() {
  const t = useT(commonTexts);
  const language = useLanguage();
  return (
    <>
      <fieldset class="s-segments cp-wide-only">
        <legend class="s-hidden">{t("language")}</legend>
        {LANGUAGES.map((each) => (
          <button
            key={each}
            type="button"
            class="s-segment"
            lang={each}
            aria-pressed={each === language}
            onClick={() => chooseLanguage(each)}
          >
            {LANGUAGE_NAMES[each]}
          </button>
        ))}
      </fieldset>
      <div class="cp-narrow-only">
        <label class="s-language-button jp-language">
          <Icon name="language" />
          <span aria-hidden="true">{language.toUpperCase()}</span>
          <Icon name="chevronDown" />
          <select
            aria-label={t("language")}
            value={language}
            onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}
          >
            {LANGUAGES.map((each) => (
              <option key={each} value={each} lang={each}>
                {LANGUAGE_NAMES[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
    </>
  );
}

function Foot({ office }: { readonly office: Office }) {
  const t = useT(commonTexts);
  const tj = useT(joinTexts);
  const blank = { target: "_blank", rel: "noopener noreferrer" };
  return (
    <footer class="cp-foot">
      <span class="jp-install">
        <Icon name="install" />
        {tj("promiseInstall")}
      </span>
      <span class="cp-mark">
        <img class="jp-mark" src={logo} alt="" />
        {t("freeSoftware")}
      </span>
      {office.privacy_url && (
        <a href={office.privacy_url} {...blank}>
          {t("privacy")}
        </a>
      )}
      <a href="/help" {...blank}>
        {t("help")}
      </a>
      {office.phone && (
        <a class="cp-phone" href={`tel:${office.phone.replace(/[^\d+]/g, "")}`}>
          <Icon name="phone" />
          <span class="jp-phone-wide">{t("stuckCall", { phone: office.phone })}</span>
          <span class="jp-phone-narrow">{office.phone}</span>
        </a>
      )}
    </footer>
  );
}
