/** The switches of a person: language, larger letters, light or dark. */
import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconChevronDown, IconLanguage, IconTextSize } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { commonTexts } from "../i18n/common";
import { chooseLanguage } from "../i18n/language";
import { LANGUAGES, type Language } from "../i18n/texts";
import { LANGUAGE_NAMES } from "./languageNames";
import { setLargerText, subscribeLargerText, textIsLarger } from "./preferences";
import { useLanguage, useT } from "./useT";

interface LanguageSwitchProps {
  /** "wide" shows the three names, "narrow" a small menu. */
  readonly shape?: "wide" | "narrow";
  /** Also told to the account, for signed-in people. */
  readonly onChoose?: (language: Language) => void;
}

export function LanguageSwitch({ shape = "wide", onChoose }: LanguageSwitchProps) {
  const t = useT(commonTexts);
  const language = useLanguage();
  const choose = (next: Language) => {
    chooseLanguage(next);
    onChoose?.(next);
  };
  if (shape === "narrow") {
    return (
      <Menu>
        <Menu.Target>
          <UnstyledButton className="s-language-button">
            <IconLanguage size={18} aria-hidden="true" />
            <span className="s-hidden">{`${t("language")}: ${LANGUAGE_NAMES[language]}`}</span>
            <span aria-hidden="true">{language.toUpperCase()}</span>
            <IconChevronDown size={18} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {LANGUAGES.map((each) => (
            <Menu.Item key={each} lang={each} onClick={() => choose(each)} fw={each === language ? 650 : 400}>
              {LANGUAGE_NAMES[each]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    );
  }
  return (
    <fieldset className="s-segments">
      <legend className="s-hidden">{t("language")}</legend>
      {LANGUAGES.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === language}
          onClick={() => choose(each)}
          className="s-segment"
        >
          {LANGUAGE_NAMES[each]}
        </button>
      ))}
    </fieldset>
  );
}

export function LargerTextSwitch() {
  const t = useT(commonTexts);
  const larger = useSyncExternalStore(subscribeLargerText, textIsLarger);
  return (
    <button
      type="button"
      className="s-quiet-button"
      aria-pressed={larger}
      onClick={() => setLargerText(!larger)}
    >
      <IconTextSize size={19} stroke={1.8} aria-hidden="true" />
      {t("largerText")}
    </button>
  );
}

export function AppearanceSwitch() {
  const t = useT(commonTexts);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      aria-label={t("appearance")}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as typeof colorScheme)}
      data={[
        { value: "light", label: t("appearanceLight") },
        { value: "dark", label: t("appearanceDark") },
        { value: "auto", label: t("appearanceAuto") },
      ]}
    />
  );
}
