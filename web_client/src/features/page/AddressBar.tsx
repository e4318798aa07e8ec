/** Address and search at the top: where the page is, whether the line to it is safe, back, forward, reload, favourite. */
import { ActionIcon } from "@mantine/core";
import {
  IconArrowLeft,
  IconArrowRight,
  IconLayoutGrid,
  IconLock,
  IconLockOpen,
  IconRefresh,
  IconSearch,
  IconStar,
  IconStarFilled,
  IconX,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { refusal } from "../../i18n";
import { pageTexts } from "../../i18n/page";
import { useRoom, useRoomState, useUiState } from "../../room/context";
import type { RoomWidth } from "../../room/useWidth";
import { announce, useLanguage, useT } from "../../ui";
import classes from "./AddressBar.module.css";
import { codeOf, samePage, useFavourites } from "./favourites";
import { usePageLane, usePageState } from "./usePageLane";
import { useVisit } from "./useVisit";

export function AddressBar({ width }: { readonly width: RoomWidth }) {
  const t = useT(pageTexts);
  const { ui } = useRoom();
  const lane = usePageLane();
  const open = useRoomState((state) => state.session.page !== null);
  const onStage = useRoomState((state) => state.session.stage === "page");
  const nothing = useRoomState((state) => state.session.stage === "none");
  const page = usePageState((state) => state.page);
  const tiles = useUiState((state) => state.tiles);
  const running = open && page?.status === "running";
  return (
    <div className={classes.bar} data-width={width}>
      {/* On a phone the row is for the address; the same two stand in the menu of the page. */}
      <div className={classes.moves}>
        <Move
          label={t("back")}
          icon={<IconArrowLeft />}
          off={!running || !page.can_back}
          onClick={() => lane?.steer({ type: "back" })}
        />
        {width === "wide" && (
          <Move
            label={t("forward")}
            icon={<IconArrowRight />}
            off={!running || !page.can_forward}
            onClick={() => lane?.steer({ type: "forward" })}
          />
        )}
        {running && page.loading ? (
          <Move label={t("stop")} icon={<IconX />} onClick={() => lane?.steer({ type: "stop" })} />
        ) : (
          <Move
            label={t("reload")}
            icon={<IconRefresh />}
            off={!running}
            onClick={() => lane?.steer({ type: "reload" })}
          />
        )}
      </div>
      <AddressField />
      <ActionIcon
        className={classes.tiles}
        size={42}
        aria-label={t("tiles")}
        title={t("tiles")}
        aria-pressed={tiles || nothing}
        onClick={() => ui.showTiles(!tiles && (onStage || !nothing))}
      >
        <IconLayoutGrid size={22} stroke={1.8} />
      </ActionIcon>
    </div>
  );
}

interface MoveProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly off?: boolean;
  readonly onClick: () => void;
}

function Move({ label, icon, off = false, onClick }: MoveProps) {
  return (
    <ActionIcon
      className={classes.move}
      size={42}
      aria-label={label}
      title={label}
      // Stays in the order of the keyboard: the focus must not be lost when the last page back is reached.
      aria-disabled={off || undefined}
      onClick={off ? undefined : onClick}
    >
      {icon}
    </ActionIcon>
  );
}

/** Whether something is worth reading to a person: an address that a page made up is not. */
function readable(address: string): string {
  return address === "about:blank" ? "" : address;
}

function AddressField() {
  const t = useT(pageTexts);
  const { ui } = useRoom();
  const problemId = useId();
  const field = useRef<HTMLInputElement>(null);
  const page = usePageState((state) => state.page);
  const asked = useUiState((state) => state.addressAsked);
  const tab = page?.tabs.find(({ id }) => id === page.active);
  const current = readable(tab?.address ?? "");
  /** What the person has typed since the field got the focus, and has not sent. */
  const [draft, setDraft] = useState<string | null>(null);
  /** What stood there when the field got the focus: it stays, and so does the selection, wherever the page goes. */
  const [frozen, setFrozen] = useState<string | null>(null);
  /** What is on its way. */
  const [sent, setSent] = useState<string | null>(null);
  const requests = useRef(0);
  /** Whether anything was typed since the last request: then its answer changes nothing here. */
  const touched = useRef(false);
  const { visit, problem, clear, busy } = useVisit();
  const focused = frozen !== null;
  const shown = draft ?? frozen ?? sent ?? current;
  const own = draft !== null || (frozen ?? sent ?? current) !== current;

  useEffect(() => {
    if (asked === 0) return;
    field.current?.focus();
    field.current?.select();
  }, [asked]);
  // The page went somewhere by itself: what was typed and not sent is out of date, unless somebody is typing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the address changes
  useEffect(() => {
    if (document.activeElement !== field.current) setDraft(null);
  }, [current]);

  const send = async () => {
    const node = field.current;
    if (node === null || node.value.trim() === "") return;
    const text = node.value;
    requests.current += 1;
    const request = requests.current;
    touched.current = false;
    setDraft(null);
    setSent(text);
    // At once and not with the answer: by then the next address may be half typed.
    node.blur();
    const opened = await visit(text);
    if (opened) announce(t("opens", { address: text }));
    if (request !== requests.current) return;
    setSent(null);
    if (opened || touched.current) return;
    // To be corrected, where nobody has begun something else.
    setDraft(text);
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body) return;
    node.focus();
    node.setSelectionRange(text.length, text.length);
  };
  const loading = page?.status === "running" && page.loading;
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to all readers yet
    <form
      className={classes.form}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={classes.field} data-problem={problem !== null || undefined}>
        <Security
          current={current}
          secure={tab?.secure ?? false}
          // A lock never vouches for another address than the one beside it; a warning stays.
          typing={draft !== null || sent !== null || (own && tab?.secure === true)}
        />
        <div className={classes.text}>
          <input
            ref={field}
            type="text"
            inputMode="url"
            autoCapitalize="none"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="go"
            aria-label={t("address")}
            aria-invalid={problem !== null || undefined}
            aria-describedby={problem === null ? undefined : problemId}
            placeholder={t("addressHint")}
            value={shown}
            data-plain={(!focused && !own && current !== "") || undefined}
            onFocus={(event) => {
              setFrozen(event.currentTarget.value);
              // Coming back from another window to something half typed, one goes on where one was.
              if (draft === null) event.currentTarget.select();
            }}
            onBlur={() => {
              setFrozen(null);
              if (draft === "") setDraft(null);
            }}
            onChange={(event) => {
              clear();
              touched.current = true;
              setDraft(event.currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.stopPropagation();
              setDraft(null);
              setFrozen(current);
              clear();
              ui.showTiles(false);
            }}
          />
          {!focused && !own && current !== "" && <PlainAddress address={current} />}
        </div>
        {current !== "" && !own && <Star address={current} title={tab?.title ?? ""} />}
        {(loading || busy) && (
          <progress
            className={classes.progress}
            aria-label={t("loading")}
            max={1}
            value={loading ? Math.max(0.06, page.progress) : undefined}
          />
        )}
      </div>
      {problem !== null && (
        <p className={classes.problem} id={problemId} role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

function Security(props: { readonly current: string; readonly secure: boolean; readonly typing: boolean }) {
  const t = useT(pageTexts);
  if (props.typing || props.current === "")
    return <IconSearch className={classes.lock} size={20} stroke={1.8} aria-hidden="true" />;
  const Icon = props.secure ? IconLock : IconLockOpen;
  const label = t(props.secure ? "secure" : "notSecure");
  return (
    <span className={classes.lock} data-open={!props.secure || undefined} title={label}>
      <Icon size={20} stroke={1.8} aria-hidden="true" />
      {/* What is not safe is said, not only drawn. */}
      {!props.secure && <span className={classes.notSecure}>{t("notSecureShort")}</span>}
      <span className="s-hidden">{label}</span>
    </span>
  );
}

/** The address as one reads it: the name of the site stands out, because that is what tells whose page it is. */
function PlainAddress({ address }: { readonly address: string }) {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const rest = `${url.pathname}${url.search}${url.hash}`;
  return (
    <span className={classes.plain} aria-hidden="true">
      {url.protocol !== "https:" && `${url.protocol}//`}
      <strong>{url.host}</strong>
      {rest === "/" ? "" : decoded(rest)}
    </span>
  );
}

function decoded(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

function Star({ address, title }: { readonly address: string; readonly title: string }) {
  const t = useT(pageTexts);
  const language = useLanguage();
  const { ui } = useRoom();
  const [{ list }, store] = useFavourites();
  const kept = list.find((one) => one.scope === "mine" && samePage(one.address, address));
  const toggle = async () => {
    try {
      if (kept) await store.remove(kept.id);
      else await store.add({ scope: "mine", title: title || new URL(address).host, note: "", address });
      announce(t(kept ? "starTaken" : "starGiven"));
    } catch (error) {
      ui.tell("danger", refusal(language, codeOf(error), pageTexts));
    }
  };
  return (
    <button
      type="button"
      className={classes.star}
      aria-label={t("favourite")}
      title={t(kept ? "starTake" : "starGive")}
      aria-pressed={kept !== undefined}
      onClick={() => void toggle()}
    >
      {kept ? <IconStarFilled size={21} /> : <IconStar size={21} stroke={1.8} />}
    </button>
  );
}
