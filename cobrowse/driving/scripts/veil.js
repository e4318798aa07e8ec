"use strict";
/* Hides secrets in the page itself, before anything is drawn: dots instead of characters, for every eye.
   Runs in an isolated world of every frame before the page's own scripts; SAMEN comes from the file before. */

const SAMEN_SECURITY = "-webkit-text-security";
const SAMEN_PICTURES = "img,canvas,video,svg,picture,iframe,object,embed,input[type=image]";
const SAMEN_FIELDS = "input,textarea,[contenteditable]";
const SAMEN_TYPED = new Set(["text", "tel", "search", "number", "password", "email", "url", ""]);
const SAMEN_NAMING = ["name", "id", "placeholder", "aria-label", "title", "label", "data-placeholder"];

const samenVeiled = new WeakMap(); // element -> what we know of the field
const samenCovered = new Set(); // what an office hides that is no field
const samenNames = new Set(); // names of fields that were veiled: a page that makes them anew gains nothing
const samenRoots = new WeakSet(); // documents and shadow roots that are watched
const samenWaiting = [];
let samenCount = 0;

function samenSay(message) {
  const say = globalThis[SAMEN.binding];
  if (typeof say === "function") say(JSON.stringify(message));
  else if (samenWaiting.push(message) === 1) samenRetry(100);
}

/** A frame in a process of its own is joined a moment after it began. */
function samenRetry(left) {
  setTimeout(() => {
    if (typeof globalThis[SAMEN.binding] === "function") samenWaiting.splice(0).forEach(samenSay);
    else if (left > 0) samenRetry(left - 1);
  }, 50);
}

function samenRootOf(element) {
  return chrome.dom?.openOrClosedShadowRoot ? chrome.dom.openOrClosedShadowRoot(element) : element.shadowRoot;
}

function samenEditable(element) {
  if (element instanceof HTMLInputElement) return SAMEN_TYPED.has(element.type);
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable);
}

function samenValue(element) {
  // Not innerText: of text that is shown as dots it gives dots.
  const value = "value" in element && typeof element.value === "string" ? element.value : element.textContent;
  return String(value ?? "").slice(0, 2000);
}

function* samenNamesOf(element) {
  for (const name of SAMEN_NAMING) {
    const value = element.getAttribute?.(name);
    if (value) yield value;
  }
}

function* samenCallings(element) {
  yield* samenNamesOf(element);
  for (const label of element.labels ?? []) yield label.textContent;
  const root = element.getRootNode();
  for (const id of (element.getAttribute("aria-labelledby") ?? "").split(/\s+/)) {
    if (id) yield root.getElementById?.(id)?.textContent ?? "";
  }
  const cell = element.closest("td,dd");
  const before = cell?.previousElementSibling ?? element.previousElementSibling;
  if (before && before.textContent.length < 80 && !before.querySelector(SAMEN_FIELDS) && !before.matches(SAMEN_FIELDS)) {
    yield before.textContent;
  }
  // A field in a component is called what the component is called.
  if (root instanceof ShadowRoot) yield* samenNamesOf(root.host);
}

function samenKind(element) {
  if (element instanceof HTMLInputElement && element.type === "password") return "password";
  for (const word of (element.getAttribute("autocomplete") ?? "").toLowerCase().split(/\s+/)) {
    for (const [pattern, kind] of SAMEN_AUTOCOMPLETE) if (pattern.test(word)) return kind;
  }
  for (const calling of samenCallings(element)) {
    const kind = calling && samenKindOfWords(calling);
    if (kind) return kind;
  }
  const name = element.getAttribute("name") || element.id;
  if (name && samenNames.has(name)) return "password";
  return samenKindOfValue(samenValue(element));
}

/** Looks at a field; true when it is veiled, from now on for good. */
function samenLook(element) {
  if (samenVeiled.has(element)) return true;
  if (!samenEditable(element)) return false;
  const kind = samenKind(element);
  if (kind) samenVeil(element, kind);
  return Boolean(kind);
}

function samenVeil(element, kind) {
  if (samenVeiled.has(element)) return;
  samenVeiled.set(element, { n: ++samenCount, kind, last: samenValue(element) });
  const name = element.getAttribute("name") || element.id;
  if (name && kind === "password") samenNames.add(name);
  element.spellcheck = false;
  samenKeep(element, SAMEN_SECURITY, "disc");
}

/** Sets a style that the page cannot take away: every change is put right before it is drawn. */
function samenKeep(element, property, value) {
  const style = element.style;
  const put = () => {
    if (style.getPropertyValue(property) !== value || style.getPropertyPriority(property) !== "important") {
      style.setProperty(property, value, "important");
    }
  };
  put();
  new MutationObserver(put).observe(element, { attributes: true, attributeFilter: ["style"] });
}

function samenCover(element) {
  if (samenCovered.has(element)) return;
  if (element.matches(SAMEN_FIELDS) && samenEditable(element)) return samenVeil(element, "office");
  samenCovered.add(element);
  if (element.matches(SAMEN_PICTURES)) return samenKeep(element, "visibility", "hidden");
  samenKeep(element, SAMEN_SECURITY, "disc");
  samenKeep(element, "background-image", "none");
  samenCoverWithin(element);
}

function samenCoverWithin(element) {
  for (const inner of element.querySelectorAll(`${SAMEN_PICTURES},${SAMEN_FIELDS}`)) samenCover(inner);
  const root = samenHosts(element) ? samenRootOf(element) : null;
  for (const inner of root?.children ?? []) samenCover(inner);
}

function samenHosts(element) {
  return element instanceof HTMLElement && (element.localName.includes("-") || /^(article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/.test(element.localName));
}

function samenOffice(root) {
  for (const selector of SAMEN.selectors) {
    for (const element of root.querySelectorAll(selector)) samenCover(element);
  }
  for (const element of samenCovered) {
    if (!element.isConnected) samenCovered.delete(element);
    else if (root.contains(element)) samenCoverWithin(element);
  }
}

/** Looks through a part of a tree, and through the shadow trees in it. */
function samenSearch(node) {
  if (!(node instanceof Element || node instanceof Document || node instanceof DocumentFragment)) return;
  if (node instanceof Element) {
    if (node.matches(SAMEN_FIELDS)) samenLook(node);
    if (samenHosts(node)) samenWatch(samenRootOf(node));
  }
  for (const field of node.querySelectorAll(SAMEN_FIELDS)) samenLook(field);
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT);
  for (let element = walker.nextNode(); element; element = walker.nextNode()) {
    if (samenHosts(element)) samenWatch(samenRootOf(element));
  }
}

function samenWatch(root) {
  if (!root || samenRoots.has(root)) return;
  samenRoots.add(root);
  const filter = ["type", "name", "id", "autocomplete", "placeholder", "aria-label", "contenteditable"];
  if (SAMEN.selectors.length) filter.push("class", "hidden", "src");
  const watcher = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") {
        if (change.target.matches(SAMEN_FIELDS)) samenLook(change.target);
      } else for (const node of change.addedNodes) samenSearch(node);
    }
    if (SAMEN.selectors.length) samenOffice(root);
  });
  watcher.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: filter });
  samenSearch(root);
  if (SAMEN.selectors.length) samenOffice(root);
}

// Only the rules of this site; a frame goes by its own address and by those of the pages around it.
SAMEN.selectors = (() => {
  const hosts = [location.hostname, location.host];
  for (const origin of location.ancestorOrigins ?? []) {
    const around = URL.canParse(origin) ? new URL(origin) : null;
    if (around) hosts.push(around.hostname, around.host);
  }
  const fits = (site) => hosts.some((host) => site === "*" || host === site || (site.startsWith("*.") && (host.endsWith(site.slice(1)) || host === site.slice(2))));
  return SAMEN.rules.filter(([site]) => fits(site)).map(([, selector]) => selector).filter((selector) => {
    try { document.createDocumentFragment().querySelector(selector); return true; } catch { return false; }
  });
})();
samenWatch(document);
// A shadow tree that is attached to what stands in the page already: the page's world says so (page.js).
addEventListener(SAMEN.hint, (event) => samenSearch(event.composedPath()[0]), true);
