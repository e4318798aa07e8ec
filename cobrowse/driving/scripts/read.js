"use strict";
/* The beginning of a very large page in words. Its accessibility tree would take a minute to build and hand over, so
   here roles and names come from the elements themselves. */

const SAMEN_READ = "h1,h2,h3,h4,h5,h6,a[href],button,input,select,textarea,summary,img[alt],p,li,td,th,dt,dd,caption,[role],[contenteditable]";
const SAMEN_ROLES = { A: "link", BUTTON: "button", SUMMARY: "button", SELECT: "combobox", TEXTAREA: "textbox", IMG: "image" };
const SAMEN_TYPES = { checkbox: "checkbox", radio: "radio", button: "button", submit: "button", reset: "button", range: "slider", number: "spinbutton", search: "searchbox", color: "color", hidden: "", file: "", image: "button" };
const SAMEN_SPOKEN = new Set(["link", "button", "checkbox", "radio", "switch", "tab", "menuitem", "option", "textbox", "searchbox", "combobox", "spinbutton", "slider", "heading", "image"]);

function samenRole(element) {
  const said = element.getAttribute("role");
  if (said && SAMEN_SPOKEN.has(said)) return said;
  if (/^H[1-6]$/.test(element.tagName)) return "heading";
  if (element instanceof HTMLInputElement) return SAMEN_TYPES[element.type] ?? (SAMEN_PICKED.has(element.type) ? "date" : "textbox");
  if (element.isContentEditable) return "textbox";
  return SAMEN_ROLES[element.tagName] ?? "text";
}

/** A text's own words: without those of the things in it that are read by themselves. */
function samenOwnWords(element) {
  let words = "";
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && (node.matches(SAMEN_READ) || samenCovered.has(node) || samenVeiled.has(node)) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  for (let node = walker.nextNode(); node && words.length < 600; node = walker.nextNode()) if (node instanceof Text) words += node.data;
  return words;
}

function samenDescribe(element) {
  const role = samenRole(element);
  if (!role || !element.checkVisibility({ visibilityProperty: true })) return null;
  for (let at = element; at; at = at.parentElement) if (samenCovered.has(at)) return null;
  const field = element.matches("input,select,textarea") || element.isContentEditable;
  const name = role === "text" ? samenOwnWords(element)
    : element.getAttribute("aria-label") || Array.from(element.labels ?? [], samenWords).join(" ") || element.alt || element.title || element.placeholder || (field ? "" : element.textContent);
  const said = { role, name: String(name).replace(/\s+/g, " ").trim().slice(0, 600) };
  if (!said.name && (role === "text" || role === "image" || role === "heading")) return null;
  if (role === "heading") said.level = Number(element.getAttribute("aria-level") || element.tagName[1]) || 2;
  if (["textbox", "searchbox", "combobox", "spinbutton", "slider", "date", "color"].includes(role)) {
    said.masked = samenLook(element);
    said.value = said.masked ? "" : element instanceof HTMLSelectElement ? element.selectedOptions[0]?.label ?? "" : samenValue(element).slice(0, 300);
  }
  if (role === "checkbox" || role === "radio" || role === "switch") said.checked = element.checked ?? element.getAttribute("aria-checked") === "true";
  if (element.matches(":disabled")) said.disabled = true;
  return said;
}

/** The first elements in reading order, each followed by what is said of it (as JSON). */
function samenRead(most) {
  const found = [];
  for (const element of document.querySelectorAll(SAMEN_READ)) {
    const said = samenDescribe(element);
    if (said) found.push(element, JSON.stringify(said));
    if (found.length >= 2 * most) break;
  }
  return found;
}

globalThis[`${SAMEN.binding}_`].read = () => samenRead(SAMEN.most);
