/** Paragraphs, lists, bold and links: what a block of text holds. */
import { ActionIcon, Button, Group, Popover, TextInput } from "@mantine/core";
import {
  IconBold,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconUnderline,
} from "@tabler/icons-react";
import { type Editor, EditorContent, type JSONContent, useEditor, useEditorState } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { type ReactNode, useId, useState } from "react";
import { messagesTexts } from "../../i18n/messages";
import { useT } from "../../ui";
import type { TextNode } from "../api/messages";
import { useInsertTarget } from "./Inserting";

interface RichTextProps {
  readonly label: string;
  readonly content: readonly TextNode[];
  readonly onChange: (content: readonly TextNode[]) => void;
}

const KIT = StarterKit.configure({
  heading: false,
  blockquote: false,
  code: false,
  codeBlock: false,
  horizontalRule: false,
  strike: false,
  trailingNode: false,
  link: {
    openOnClick: false,
    autolink: false,
    protocols: ["http", "https", "mailto", "tel"],
    // A tag stands for an address that is known when the message leaves.
    isAllowedUri: (url, { defaultValidate }) => url.startsWith("%") || defaultValidate(url),
  },
});

export function RichText({ label, content, onChange }: RichTextProps) {
  const name = useId();
  const { aim } = useInsertTarget();
  const editor = useEditor({
    extensions: [KIT],
    content: {
      type: "doc",
      content: (content.length > 0 ? content : [{ type: "paragraph" }]) as JSONContent[],
    },
    editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": name } },
    onFocus: ({ editor: it }) => aim((text) => insertInto(it, text)),
    onUpdate: ({ editor: it }) => onChange((it.getJSON().content ?? []) as readonly TextNode[]),
  });
  return (
    <div className="m-rich">
      <span className="a-label" id={name}>
        {label}
      </span>
      {editor && <Tools editor={editor} />}
      <EditorContent editor={editor} className="m-editor" />
    </div>
  );
}

function insertInto(editor: Editor, text: string): void {
  editor.chain().focus().insertContent({ type: "text", text }).run();
}

function Tools({ editor }: { readonly editor: Editor }) {
  const t = useT(messagesTexts);
  const on = useEditorState({
    editor,
    selector: ({ editor: it }) => ({
      bold: it.isActive("bold"),
      italic: it.isActive("italic"),
      underline: it.isActive("underline"),
      bullets: it.isActive("bulletList"),
      numbers: it.isActive("orderedList"),
      link: it.isActive("link"),
    }),
  });
  const tool = (name: string, pressed: boolean, icon: ReactNode, act: () => void) => (
    <ActionIcon
      key={name}
      variant={pressed ? "light" : "subtle"}
      size={44}
      aria-label={name}
      aria-pressed={pressed}
      // The text keeps its selection.
      onMouseDown={(event) => event.preventDefault()}
      onClick={act}
    >
      {icon}
    </ActionIcon>
  );
  const chain = () => editor.chain().focus();
  return (
    <div className="m-tools" role="toolbar" aria-label={t("textTools")}>
      {tool(t("bold"), on.bold, <IconBold size={19} />, () => chain().toggleBold().run())}
      {tool(t("italic"), on.italic, <IconItalic size={19} />, () => chain().toggleItalic().run())}
      {tool(t("underline"), on.underline, <IconUnderline size={19} />, () => chain().toggleUnderline().run())}
      {tool(t("bullets"), on.bullets, <IconList size={19} />, () => chain().toggleBulletList().run())}
      {tool(t("numbers"), on.numbers, <IconListNumbers size={19} />, () => chain().toggleOrderedList().run())}
      <LinkTool editor={editor} active={on.link} />
    </div>
  );
}

function LinkTool({ editor, active }: { readonly editor: Editor; readonly active: boolean }) {
  const t = useT(messagesTexts);
  const [open, setOpen] = useState(false);
  const [href, setHref] = useState("");
  const begin = () => {
    setHref(String(editor.getAttributes("link").href ?? ""));
    setOpen(true);
  };
  const set = () => {
    const address = /^(https?:|mailto:|tel:|%)/.test(href.trim()) ? href.trim() : `https://${href.trim()}`;
    const chain = editor.chain().focus().extendMarkRange("link");
    if (editor.state.selection.empty && !active) {
      chain.insertContent({
        type: "text",
        text: address,
        marks: [{ type: "link", attrs: { href: address } }],
      });
    } else chain.setLink({ href: address });
    chain.run();
    setOpen(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} trapFocus width={320} position="bottom-start" shadow="md">
      <Popover.Target>
        <ActionIcon
          variant={active ? "light" : "subtle"}
          size={44}
          aria-label={t("link")}
          aria-pressed={active}
          onClick={begin}
        >
          <IconLink size={19} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          label={t("linkAddress")}
          description={t("linkHint")}
          placeholder="%SCHERMDELEN_HREF%"
          value={href}
          onChange={(event) => setHref(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (href.trim() !== "") set();
          }}
        />
        <Group justify="flex-end" mt="sm" gap="xs">
          {active && (
            <Button
              variant="default"
              onClick={() => {
                editor.chain().focus().extendMarkRange("link").unsetLink().run();
                setOpen(false);
              }}
            >
              {t("dropLink")}
            </Button>
          )}
          <Button disabled={href.trim() === ""} onClick={set}>
            {t("setLink")}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
