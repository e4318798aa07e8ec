/** The blocks of a message, one below the other; each can be changed, moved and taken away. */
import { ActionIcon, Button, Group, Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash, IconX } from "@tabler/icons-react";
import { messagesTexts } from "../../i18n/messages";
import { useT } from "../../ui";
import type { Block, BlockType } from "../api/messages";
import { BLOCK_WORDS, fresh, type Kept, keep, moved } from "./blocks";
import { RichText } from "./RichText";
import { TagField } from "./TagField";

interface BlocksEditorProps {
  readonly kept: readonly Kept[];
  readonly onChange: (change: (kept: readonly Kept[]) => readonly Kept[]) => void;
  /** In a dialog: no moving about, and what stands below each mail stays out of sight. */
  readonly plain?: boolean;
}

export function BlocksEditor({ kept, onChange, plain = false }: BlocksEditorProps) {
  const t = useT(messagesTexts);
  return (
    <ol className="m-blocks">
      {kept.map(({ key, block }, at) => {
        if (plain && block.type === "footer") return null;
        const name = t(plain && block.type === "text" ? "messageText" : BLOCK_WORDS[block.type]);
        const put = (next: Block) =>
          onChange((all) => all.map((one) => (one.key === key ? { key, block: next } : one)));
        return (
          <li key={key} className={plain ? "m-block m-block-plain" : "m-block"}>
            <div className="m-block-body">
              <Fields block={block} name={name} onChange={put} />
            </div>
            {!plain && (
              <div className="m-block-tools">
                <ActionIcon
                  variant="subtle"
                  size={44}
                  aria-label={t("moveUp", { block: name })}
                  disabled={at === 0}
                  onClick={() => onChange((all) => moved(all, at, -1))}
                >
                  <IconArrowUp size={19} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  size={44}
                  aria-label={t("moveDown", { block: name })}
                  disabled={at === kept.length - 1}
                  onClick={() => onChange((all) => moved(all, at, 1))}
                >
                  <IconArrowDown size={19} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  size={44}
                  aria-label={t("removeBlock", { block: name })}
                  onClick={() => onChange((all) => all.filter((one) => one.key !== key))}
                >
                  <IconTrash size={19} aria-hidden="true" />
                </ActionIcon>
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
}

export function BlockMenu({ onChange }: Pick<BlocksEditorProps, "onChange">) {
  const t = useT(messagesTexts);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" leftSection={<IconPlus size={19} aria-hidden="true" />}>
          {t("addBlock")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(BLOCK_WORDS) as BlockType[]).map((type) => (
          <Menu.Item key={type} onClick={() => onChange((all) => [...all, ...keep([fresh(type)])])}>
            {t(BLOCK_WORDS[type])}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface FieldsProps {
  readonly block: Block;
  readonly name: string;
  readonly onChange: (block: Block) => void;
}

function Fields({ block, name, onChange }: FieldsProps) {
  const t = useT(messagesTexts);
  switch (block.type) {
    case "text":
      return (
        <RichText
          label={name}
          content={block.content}
          onChange={(content) => onChange({ ...block, content })}
        />
      );
    case "heading":
    case "quote":
    case "footer":
      return (
        <TagField
          label={name}
          value={block.text}
          lines={block.type !== "heading"}
          onChange={(text) => onChange({ ...block, text })}
        />
      );
    case "button":
      return (
        <div className="m-pair">
          <TagField
            label={t("buttonWords")}
            value={block.label}
            onChange={(label) => onChange({ ...block, label })}
          />
          <TagField
            label={t("buttonLink")}
            value={block.href}
            onChange={(href) => onChange({ ...block, href })}
          />
        </div>
      );
    case "code":
      return (
        <div className="m-pair">
          <TagField
            label={t("codeWords")}
            value={block.text}
            onChange={(text) => onChange({ ...block, text })}
          />
          <TagField
            label={t("codeValue")}
            value={block.value}
            onChange={(value) => onChange({ ...block, value })}
          />
        </div>
      );
    case "facts":
      return (
        <Pairs
          name={name}
          rows={block.rows.map(({ label, value }) => [label, value])}
          words={[t("factLabel"), t("factValue")]}
          onChange={(rows) => onChange({ ...block, rows: rows.map(([label, value]) => ({ label, value })) })}
        />
      );
    case "links":
      return (
        <Pairs
          name={name}
          rows={block.items.map(({ label, href }) => [label, href])}
          words={[t("linkWords"), t("linkTarget")]}
          onChange={(rows) => onChange({ ...block, items: rows.map(([label, href]) => ({ label, href })) })}
        />
      );
    case "options":
      return (
        <>
          <span className="a-label">{name}</span>
          <p className="a-quiet a-tight">{t("optionsText")}</p>
        </>
      );
    case "divider":
      return (
        <>
          <span className="a-label">{name}</span>
          <hr className="m-line" />
        </>
      );
  }
}

type Row = readonly [string, string];

interface PairsProps {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly words: readonly [string, string];
  readonly onChange: (rows: readonly Row[]) => void;
}

function Pairs({ name, rows, words, onChange }: PairsProps) {
  const t = useT(messagesTexts);
  const put = (at: number, row: Row) => onChange(rows.map((one, place) => (place === at ? row : one)));
  return (
    <fieldset className="m-pairs">
      <legend className="a-label">{name}</legend>
      {rows.map(([first, second], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own, and fields keep no state
        <div key={at} className="m-pair m-pair-removable">
          <TagField label={words[0]} value={first} onChange={(value) => put(at, [value, second])} />
          <TagField label={words[1]} value={second} onChange={(value) => put(at, [first, value])} />
          <ActionIcon
            variant="subtle"
            size={44}
            aria-label={t("removeRow", { number: at + 1 })}
            onClick={() => onChange(rows.filter((_, place) => place !== at))}
          >
            <IconX size={19} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <Group>
        <Button
          variant="subtle"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          onClick={() => onChange([...rows, ["", ""]])}
        >
          {t("addRow")}
        </Button>
      </Group>
    </fieldset>
  );
}
