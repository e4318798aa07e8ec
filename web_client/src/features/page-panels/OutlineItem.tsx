/** One part of the page in words: a heading is a heading, a link a link, a field a field with its label. */
import { Checkbox, Radio, Switch } from "@mantine/core";
import { IconChevronDown, IconPhoto } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import { panelTexts } from "../../i18n/panels";
import type { OutlineAction, OutlineNode } from "../../protocol/page";
import { useT } from "../../ui";
import { shapeOf } from "./kinds";
import { OutlineField } from "./OutlineField";
import classes from "./Panels.module.css";

/** Returns whether it could be sent. */
export type Act = (node: string, action: OutlineAction, text?: string) => boolean;

export interface ItemProps {
  readonly node: OutlineNode;
  /** Whether this reader may do anything in the page. */
  readonly may: boolean;
  readonly act: Act;
}

/** Every message brings the whole outline anew; only what differs is drawn again. */
export const OutlineItem = memo(Item, (before, after) => {
  if (before.may !== after.may || before.act !== after.act) return false;
  return JSON.stringify(before.node) === JSON.stringify(after.node);
});

function Item({ node, may, act }: ItemProps) {
  const t = useT(panelTexts);
  const enabled = node.disabled !== true;
  // Without the right it is not sent, and said so.
  const press = () => enabled && act(node.id, "click");
  const common = { "data-node": node.id };
  // Still to be reached by keyboard while it does nothing: the reason stands above the list.
  const off = enabled && may ? {} : { "aria-disabled": true as const, "data-off": true };
  const name = node.name;
  switch (shapeOf(node)) {
    case "heading":
      return <Heading level={node.level ?? 2}>{name}</Heading>;
    case "text":
      return <p className={classes.text}>{name}</p>;
    case "picture":
      return (
        <p className={classes.picture}>
          <IconPhoto size={18} stroke={1.8} aria-hidden="true" />
          {t("picture", { name })}
        </p>
      );
    case "link":
      return (
        // biome-ignore lint/a11y/useSemanticElements: a link of the page has no address in this room
        <button type="button" role="link" className={classes.link} onClick={press} {...common} {...off}>
          {name || t("namelessLink")}
        </button>
      );
    case "checkbox":
    case "switch": {
      const Box = node.role === "switch" ? Switch : Checkbox;
      return (
        <Box
          className={classes.tick}
          label={name || t("namelessField")}
          checked={node.checked === true}
          onChange={() => enabled && act(node.id, "toggle")}
          {...common}
          {...off}
        />
      );
    }
    case "radio":
      return (
        <Radio
          className={classes.tick}
          label={name || t("namelessField")}
          checked={node.checked === true}
          onChange={() => enabled && act(node.id, "click")}
          {...common}
          {...off}
        />
      );
    case "field":
      return <OutlineField node={node} may={may} act={act} />;
    case "choice":
      return (
        <button
          type="button"
          className={classes.choice}
          aria-haspopup="dialog"
          onClick={() => enabled && act(node.id, "choose")}
          {...common}
          {...off}
        >
          <span className={classes.choiceName}>{name || t("namelessField")}: </span>
          <span>{node.value || t("nothingChosen")}</span>
          <IconChevronDown size={18} stroke={1.8} aria-hidden="true" />
        </button>
      );
    case "button":
      return (
        <button
          type="button"
          className={classes.button}
          aria-pressed={node.checked}
          onClick={press}
          {...common}
          {...off}
        >
          {name || t("namelessButton")}
        </button>
      );
  }
}

/** The page's own levels, so that a reader finds its parts as on the page itself. */
function Heading({ level, children }: { readonly level: number; readonly children: ReactNode }) {
  const Tag = `h${Math.min(6, Math.max(1, Math.round(level)))}` as "h1";
  return <Tag className={classes.heading}>{children}</Tag>;
}
