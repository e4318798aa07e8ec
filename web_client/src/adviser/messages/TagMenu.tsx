/** The details that a message can hold, in words; choosing one puts its tag at the cursor. */
import { Button, Menu } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { Fragment } from "react";
import { messagesTexts } from "../../i18n/messages";
import { useLanguage, useT } from "../../ui";
import { useInsertTarget } from "./Inserting";
import { grouped, tagWords, written } from "./tags";

export function TagMenu({ tags }: { readonly tags: readonly string[] }) {
  const t = useT(messagesTexts);
  const language = useLanguage();
  const { insert } = useInsertTarget();
  return (
    <Menu position="bottom-start" width={340} returnFocus={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconBraces size={19} aria-hidden="true" />}>
          {t("addTag")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="m-tags">
        {grouped(tags).map(([head, names]) => (
          <Fragment key={head}>
            <Menu.Label>{t(head)}</Menu.Label>
            {names.map((name) => (
              <Menu.Item key={name} onClick={() => insert(written(name))}>
                {tagWords(language, name)}
                <span className="m-tag">{written(name)}</span>
              </Menu.Item>
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
