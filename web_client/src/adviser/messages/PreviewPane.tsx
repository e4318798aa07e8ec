/** How a message looks when it leaves: formatted as in a mail program, and as text. */
import { SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { messagesTexts } from "../../i18n/messages";
import { useT } from "../../ui";
import { type Draft, usePreview } from "../api/messages";
import { MessageProblem } from "./MessageProblem";

export function PreviewPane({ draft }: { readonly draft: Draft }) {
  const t = useT(messagesTexts);
  const [asText, setAsText] = useState("html");
  const [asked] = useDebouncedValue(draft, 500);
  const preview = usePreview(asked);
  const shown = preview.data;
  return (
    <div className="m-preview">
      <SegmentedControl
        aria-label={t("preview")}
        value={asText}
        onChange={setAsText}
        data={[
          { value: "html", label: t("previewHtml") },
          { value: "text", label: t("previewText") },
        ]}
      />
      <MessageProblem error={preview.error} />
      {shown && (
        <>
          <p className="m-preview-subject">
            <strong>{shown.subject}</strong>
          </p>
          {asText === "html" ? (
            // No scripts, no forms, an origin of its own; links open in a new tab.
            <iframe
              className="m-preview-frame"
              title={t("previewOf", { subject: shown.subject })}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              srcDoc={shown.html.replace("<head>", '<head><base target="_blank">')}
            />
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: long text scrolls, with the keyboard too
            <pre className="m-preview-text" tabIndex={0}>
              {shown.text}
            </pre>
          )}
        </>
      )}
    </div>
  );
}
