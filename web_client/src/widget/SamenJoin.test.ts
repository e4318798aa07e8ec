import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Go, joinAddress, samenJoin } from "./SamenJoin";

const go = vi.fn<Go>();
customElements.define("samen-join", samenJoin("https://office.example", go));

function put(attributes: Record<string, string> = {}): ShadowRoot {
  const widget = document.createElement("samen-join");
  for (const [name, value] of Object.entries(attributes)) widget.setAttribute(name, value);
  document.body.append(widget);
  const root = widget.shadowRoot;
  if (root === null) throw new Error("no shadow root");
  return root;
}

function type(root: ShadowRoot, text: string): HTMLInputElement {
  const field = root.querySelector("input");
  if (field === null) throw new Error("no field");
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  field.dispatchEvent(new InputEvent("input", { inputType: "insertText" }));
  return field;
}

function submit(root: ShadowRoot): void {
  root.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
}

beforeEach(() => {
  go.mockReset();
  document.documentElement.removeAttribute("lang");
});

describe("F046 the widget on somebody's website", () => {
  test("speaks the language of its attribute, else of the page", () => {
    expect(put({ lang: "fr" }).querySelector("label")?.textContent).toBe("Code de session");
    document.documentElement.lang = "en-GB";
    expect(put().querySelector("button")?.textContent).toBe("Join");
    expect(put({ lang: "xx" }).querySelector("button")?.textContent).toBe("Deelnemen");
  });

  test("follows its attributes when they change", () => {
    const root = put({ lang: "nl" });
    root.host.setAttribute("lang", "en");
    root.host.setAttribute("label", "Meeting with us?");
    expect(root.querySelector(".title")?.textContent).toBe("Meeting with us?");
    expect(root.querySelector("button")?.textContent).toBe("Join");
  });

  test("takes its style from a constructed sheet, and writes no markup into the page", () => {
    const root = put();
    expect(root.adoptedStyleSheets).toHaveLength(1);
    expect(root.querySelector("style")).toBeNull();
    expect(root.host.innerHTML).toBe("");
  });

  test("puts its label in as text", () => {
    const root = put({ label: "<img src=x onerror=alert(1)>" });
    expect(root.querySelector("img")).toBeNull();
    expect(root.querySelector(".title")?.textContent).toBe("<img src=x onerror=alert(1)>");
  });
});

describe("F047 F048 the code sends the visitor to the session", () => {
  test("at the server of the script, in the same window", () => {
    const root = put({ lang: "en" });
    expect(type(root, "482917356").value).toBe("482 917 356");
    submit(root);
    expect(go).toHaveBeenCalledExactlyOnceWith("https://office.example/482917356?lang=en", "_self");
  });

  test("without a language when the website names none", () => {
    const root = put();
    type(root, "482-917-356");
    submit(root);
    expect(go).toHaveBeenCalledExactlyOnceWith("https://office.example/482917356", "_self");
  });

  test("in another window, or at another server, where the website asks for it", () => {
    const root = put({ target: "_blank", server: "https://other.example" });
    type(root, "482917356");
    submit(root);
    expect(go).toHaveBeenCalledExactlyOnceWith("https://other.example/482917356", "_blank");
  });

  test("only when it has nine digits; else it says so", () => {
    const root = put({ lang: "nl" });
    const field = type(root, "48291735");
    submit(root);
    expect(go).not.toHaveBeenCalled();
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(root.querySelector("[role=alert]")?.textContent).toContain("negen cijfers");
    type(root, "482917356");
    expect(field.hasAttribute("aria-invalid")).toBe(false);
    expect(root.querySelector("[role=alert]")?.textContent).toBe("");
  });
});

test("the address cannot be led astray by the code", () => {
  expect(joinAddress("https://office.example", "482917356", null)).toBe("https://office.example/482917356");
});
