/**
 * The shared look of the React areas (room, adviser, help). The join page (Preact) imports single files instead:
 * base.css, clientPage.css, code.ts, colour.ts, preferences.ts and the pictures know no framework.
 *
 * An entry:
 *
 *     startPreferences();                       // larger letters, light or dark: before anything is drawn
 *     startLanguage();                          // from ../i18n
 *     createRoot(element).render(
 *       <SamenProvider officeColour={office.colour}><Room /></SamenProvider>,
 *     );
 *
 * - Mantine components have the right size, radius and colour by default: one filled `<Button>` per region, the others
 *   `variant="default"` or `"subtle"`; on client pages `size="xl"`. What destroys: `<Button data-danger>`.
 * - Own CSS uses the roles of tokens.css (`--s-card`, `--s-ink-2`, `--s-attention-tint`, `--s-radius-card` …), never a
 *   hex value; light, dark, office colour and reduced motion then follow by themselves. Page wider than a phone:
 *   `min-width: 48em`; rem for every size, so that larger letters work.
 * - Texts: `const t = useT(roomTexts)`, see ../i18n.
 * - `StatusChip` state in a pill, `Notice` news that stays, `EmptyState`, `Panel` card with a heading, `IconTile`,
 *   `Avatar`, `CodeDisplay`, `OfficeMark`, `SamenMark`, `Portrait`; `useConfirm()` asks once before what cannot be
 *   undone; `ClientPage` frames pages for clients (evaluation); `announce()` speaks to screen readers.
 * - A colour never speaks alone: pass words, and an icon or the default dot goes with them.
 */

export { announce } from "./announce";
export { Avatar, OfficeMark, Portrait, SamenMark } from "./Brand";
export { ClientPage, type Office } from "./ClientPage";
export { CodeDisplay } from "./CodeDisplay";
export { ConfirmDialog, type Question, useConfirm } from "./Confirm";
export { CODE_LENGTH, codeDigits, editedCode, formatCode, parseCode, spellCode } from "./code";
export { applyOfficeColour, contrast, isColour, officeShades } from "./colour";
export { EmptyState } from "./EmptyState";
export { IconTile } from "./IconTile";
export { initials } from "./initials";
export { Notice, type NoticeKind } from "./Notice";
export { Panel } from "./Panel";
export { setLargerText, startPreferences } from "./preferences";
export { SamenProvider } from "./SamenProvider";
export { CountChip, StatusChip } from "./StatusChip";
export { AppearanceSwitch, LanguageSwitch, LargerTextSwitch } from "./Switches";
export type { Tone } from "./tone";
export { useLanguage, useT } from "./useT";
