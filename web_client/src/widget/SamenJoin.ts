/** `<samen-join>`: a visitor of somebody's website types the session code and is sent to the join page. */
import { isLanguage } from "../i18n/language";
import { type Language, translator } from "../i18n/texts";
import { widgetTexts } from "../i18n/widget";
import { editedCode, parseCode } from "../ui/code";
import { contrast } from "../ui/colour";
import { element, icon, mark } from "./drawing";
import { STYLE } from "./style";

const ATTRIBUTES = ["lang", "label", "colour", "color", "text-colour", "text-color", "server", "target"];

let sheet: CSSStyleSheet | undefined;

function style(): CSSStyleSheet {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}

/** The address the visitor is sent to, at the server the script came from. */
export function joinAddress(server: string, code: string, language: Language | null): string {
  const address = new URL(`/${code}`, server);
  if (language !== null) address.searchParams.set("lang", language);
  return address.href;
}

/** Leaves the page; `_self` unless the website asks for another window. */
export type Go = (address: string, target: string) => void;

const leave: Go = (address, target) => {
  if (target === "_self") window.location.assign(address);
  else window.open(address, target, "noopener");
};

/** Defines the element class for one server; `go` is replaced by tests. */
export function samenJoin(server: string, go: Go = leave): CustomElementConstructor {
  return class SamenJoin extends HTMLElement {
    static readonly observedAttributes = ATTRIBUTES;
    readonly #root = this.attachShadow({ mode: "open" });
    #value = "";

    connectedCallback(): void {
      this.#root.adoptedStyleSheets = [style()];
      this.#draw();
    }

    attributeChangedCallback(): void {
      if (this.isConnected) this.#draw();
    }

    get #language(): Language {
      const page = this.closest("[lang]")?.getAttribute("lang") ?? navigator.language;
      const language = page.slice(0, 2).toLowerCase();
      return isLanguage(language) ? language : "nl";
    }

    #attribute(...names: string[]): string {
      return names.map((name) => this.getAttribute(name)?.trim()).find(Boolean) ?? "";
    }

    #draw(): void {
      const t = translator(widgetTexts, this.#language);
      const input = element("input", {
        id: "code",
        name: "code",
        type: "text",
        inputmode: "numeric",
        autocomplete: "off",
        enterkeyhint: "go",
        "aria-describedby": "trouble",
      });
      input.value = this.#value;
      const trouble = element("p", { id: "trouble", class: "trouble", role: "alert" });
      input.addEventListener("input", (event) => {
        const type = event instanceof InputEvent ? event.inputType : "";
        const next = editedCode(this.#value, input.value, input.selectionStart ?? input.value.length, type);
        this.#value = next.value;
        input.value = next.value;
        input.setSelectionRange(next.caret, next.caret);
        input.removeAttribute("aria-invalid");
        trouble.textContent = "";
      });
      const form = element(
        "form",
        { novalidate: "" },
        element("label", { for: "code" }, t("sessionCode")),
        input,
        trouble,
        element("button", { type: "submit" }, t("join"), icon("arrow", 20)),
      );
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const code = parseCode(input.value);
        if (code !== undefined) {
          go(this.#address(code), this.#attribute("target") || "_self");
          return;
        }
        input.setAttribute("aria-invalid", "true");
        trouble.textContent = t("incomplete");
        input.focus();
      });
      const head = element(
        "div",
        { class: "head" },
        element("span", { class: "tile" }, icon("screen", 24)),
        element(
          "div",
          {},
          element("p", { class: "title" }, this.#attribute("label") || t("title")),
          element("p", { class: "subtitle" }, t("subtitle")),
        ),
      );
      const foot = element(
        "div",
        { class: "foot" },
        element("span", {}, icon("lock", 16), t("secure")),
        element("span", {}, mark(), "Samen"),
      );
      const card = element("section", { class: "card", "aria-label": t("sessionCode") }, head, form, foot);
      this.#paint(card);
      this.#root.replaceChildren(card);
    }

    #address(code: string): string {
      // Only a language that the website chose; otherwise the visitor's own browser decides.
      const language = this.closest("[lang]") === null ? null : this.#language;
      return joinAddress(this.#attribute("server") || server, code, language);
    }

    #paint(card: HTMLElement): void {
      const colour = this.#attribute("colour", "color");
      if (colour === "" || !CSS.supports("color", colour)) return;
      // By the object model, which `style-src` allows; an attribute it would refuse.
      card.style.setProperty("--colour", colour);
      const letters = this.#attribute("text-colour", "text-color");
      if (letters !== "" && CSS.supports("color", letters)) card.style.setProperty("--on-colour", letters);
      else if (/^#[0-9a-f]{6}$/i.test(colour) && contrast(colour, "#ffffff") < 4.5) {
        card.style.setProperty("--on-colour", "#15241e");
      }
    }
  };
}
