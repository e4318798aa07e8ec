/** Entry of /widget.js: a classic script of its own, without a framework. */
import { samenJoin } from "./SamenJoin";

/** The origin this script was loaded from: the office's own server. */
function serverOfScript(): string {
  const script = document.currentScript;
  const address = script instanceof HTMLScriptElement ? script.src : "";
  // As a module there is no current script; the page's own tag names the server then.
  const found = address || document.querySelector<HTMLScriptElement>('script[src*="/widget.js"]')?.src;
  return new URL(found || window.location.href, document.baseURI).origin;
}

// Two tags on one page, or a page that loads itself piece by piece: the first one counts.
if (customElements.get("samen-join") === undefined) {
  customElements.define("samen-join", samenJoin(serverOfScript()));
}
