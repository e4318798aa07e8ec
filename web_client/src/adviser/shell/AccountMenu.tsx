/** Who is signed in, with the switches and the ways out. */
import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconDeviceLaptopOff, IconLogout, IconSelector, IconUserCircle } from "@tabler/icons-react";
import { Link } from "react-router";
import { chooseLanguage, commonTexts, LANGUAGES, type Language } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { Avatar, announce, useConfirm, useLanguage, useT } from "../../ui";
import { useChangeMe, useMember, useSignOut, useSignOutEverywhere } from "../api/account";
import { useSentence } from "./Problem";

/** Signing out of every device asks once; shared by the menu and the account page. */
export function useLeaveEverywhere() {
  const t = useT(adviserTexts);
  const confirm = useConfirm();
  const leave = useSignOutEverywhere();
  const ask = async () => {
    const sure = await confirm({
      title: t("signOutEverywhereAsk"),
      text: t("signOutEverywhereText"),
      confirm: t("signOut"),
      icon: <IconDeviceLaptopOff size={26} stroke={1.7} />,
    });
    if (sure) leave.mutate();
  };
  return { ask, error: leave.error, isPending: leave.isPending };
}

/** The language of this device and of the account, so that mails follow. */
export function useChooseLanguage(): (language: Language) => void {
  const change = useChangeMe();
  return (language) => {
    chooseLanguage(language);
    change.mutate({ language });
  };
}

export function AccountMenu({ shape = "wide" }: { readonly shape?: "wide" | "round" }) {
  const t = useT(adviserTexts);
  const common = useT(commonTexts);
  const { user, organisation } = useMember();
  const language = useLanguage();
  const choose = useChooseLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const everywhere = useLeaveEverywhere();
  const sentence = useSentence();
  const problem = signOut.error ?? everywhere.error;
  return (
    <Menu
      position={shape === "wide" ? "top-start" : "bottom-end"}
      width="18.5rem"
      onClose={() => problem && announce(sentence(problem))}
    >
      <Menu.Target>
        <UnstyledButton className={shape === "wide" ? "a-account" : "a-account-round"}>
          <Avatar name={user.name} size={shape === "wide" ? 42 : 38} of="office" />
          <span className="s-hidden">{t("account")} </span>
          {shape === "round" && <span className="s-hidden">{user.name}</span>}
          {shape === "wide" && (
            <>
              <span className="a-account-words">
                <strong>{user.name}</strong>
                <span>{organisation.name}</span>
              </span>
              <IconSelector size={18} aria-hidden="true" />
            </>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className="a-menu">
        <Menu.Label>
          {user.name}
          <br />
          <span className="a-quiet">{user.email}</span>
        </Menu.Label>
        <Menu.Item component={Link} to="/adviser/settings/account" leftSection={<IconUserCircle size={20} />}>
          {t("myAccount")}
        </Menu.Item>
        <Menu.Divider />
        <div className="a-menu-switch">
          <span aria-hidden="true">{common("language")}</span>
          <SegmentedControl
            aria-label={common("language")}
            fullWidth
            size="xs"
            value={language}
            onChange={(value) => choose(value as Language)}
            data={LANGUAGES.map((each) => ({ value: each, label: each.toUpperCase() }))}
          />
          <span aria-hidden="true">{common("appearance")}</span>
          <SegmentedControl
            aria-label={common("appearance")}
            fullWidth
            size="xs"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={[
              { value: "light", label: common("appearanceLight") },
              { value: "dark", label: common("appearanceDark") },
              { value: "auto", label: t("appearanceAuto") },
            ]}
          />
        </div>
        <Menu.Divider />
        {Boolean(problem) && (
          <p className="a-menu-problem" role="alert">
            {sentence(problem)}
          </p>
        )}
        <Menu.Item
          leftSection={<IconLogout size={20} />}
          closeMenuOnClick={false}
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {t("signOut")}
        </Menu.Item>
        <Menu.Item leftSection={<IconDeviceLaptopOff size={20} />} onClick={() => void everywhere.ask()}>
          {t("signOutEverywhere")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
