import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { chooseLanguage } from "../i18n/language";
import { ClientPage } from "./ClientPage";
import { CodeDisplay } from "./CodeDisplay";
import { useConfirm } from "./Confirm";
import { EmptyState } from "./EmptyState";
import { initials, toneOf } from "./initials";
import { Notice } from "./Notice";
import { Panel } from "./Panel";
import { setLargerText, textIsLarger } from "./preferences";
import { SamenProvider } from "./SamenProvider";
import { CountChip, StatusChip } from "./StatusChip";

afterEach(() => {
  act(() => {
    chooseLanguage("nl");
    setLargerText(false);
  });
});

function EndButton({ onAnswer }: { readonly onAnswer: (confirmed: boolean) => void }) {
  const confirm = useConfirm();
  const ask = async () => {
    onAnswer(
      await confirm({
        title: "Sessie beëindigen?",
        text: "De code werkt niet meer.",
        confirm: "Beëindigen",
        tone: "danger",
      }),
    );
  };
  return (
    <button type="button" onClick={() => void ask()}>
      Sessie beëindigen
    </button>
  );
}

describe("what cannot be undone asks once", () => {
  async function asked() {
    const onAnswer = vi.fn();
    render(
      <SamenProvider env="test">
        <EndButton onAnswer={onAnswer} />
      </SamenProvider>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Sessie beëindigen" }));
    const dialog = await screen.findByRole("dialog", { name: "Sessie beëindigen?" });
    return { onAnswer, dialog };
  }

  test("and says yes only to its own verb", async () => {
    const { onAnswer } = await asked();
    expect(onAnswer).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Beëindigen" }));
    await waitFor(() => expect(onAnswer).toHaveBeenCalledExactlyOnceWith(true));
  });

  test("with the focus on the way back, so that Enter changes nothing", async () => {
    const { onAnswer } = await asked();
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Nu niet"));
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(onAnswer).toHaveBeenCalledExactlyOnceWith(false));
  });

  test("and Escape means no", async () => {
    const { onAnswer } = await asked();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(onAnswer).toHaveBeenCalledExactlyOnceWith(false));
  });
});

describe("a page for clients", () => {
  const office = {
    name: "Lindelaan Advies",
    phone: "030 555 01 48",
    privacy_url: "https://lindelaan.example/privacy",
  };

  function show() {
    return render(
      <SamenProvider env="test">
        <ClientPage office={office} backdrop="end">
          <h1>Dank u wel</h1>
        </ClientPage>
      </SamenProvider>,
    );
  }

  test("changes its language at once, on the page and for the next visit", async () => {
    show();
    await userEvent.click(screen.getByRole("button", { name: "Français" }));
    expect(screen.getByText("Samen, logiciel libre")).toBeTruthy();
    expect(document.documentElement.lang).toBe("fr");
    expect(localStorage.getItem("samen.language")).toBe("fr");
  });

  test("makes its letters larger and says that it did", async () => {
    show();
    const larger = screen.getByRole("button", { name: "Grotere letters" });
    expect(larger.getAttribute("aria-pressed")).toBe("false");
    await userEvent.click(larger);
    expect(larger.getAttribute("aria-pressed")).toBe("true");
    expect(textIsLarger()).toBe(true);
  });

  test("dials the office without spaces", () => {
    show();
    expect(screen.getByRole("link", { name: /Bel 030 555 01 48/ }).getAttribute("href")).toBe(
      "tel:0305550148",
    );
  });
});

test("the shared components give a checker of accessibility nothing to say", async () => {
  const { container } = render(
    <SamenProvider env="test">
      <main>
        <h1>Samen</h1>
        <Panel
          title="Wacht op u"
          badge={<CountChip count={4} label="4 taken" />}
          action={<a href="/x">Openen</a>}
        >
          <StatusChip tone="office">Gepland</StatusChip>
          <Notice kind="danger" title="Niet verstuurd." live>
            Vul eerst het e-mailadres in.
          </Notice>
          <EmptyState
            icon={<svg aria-hidden="true" />}
            title="Nog geen documenten"
            actions={<button type="button">Delen</button>}
          >
            Deel een bestand met een cliënt.
          </EmptyState>
          <CodeDisplay code="482917356" />
        </Panel>
      </main>
    </SamenProvider>,
  );
  // Colours are tested in colour.test.ts and in real browsers: there is no layout here.
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);
});

test("F010 a code is shown in groups and spelled for screen readers", () => {
  const { container } = render(<CodeDisplay code="482917356" />);
  expect(container.querySelector("[aria-hidden=true]")?.textContent).toBe("482 917 356");
  expect(container.querySelector(".s-hidden")?.textContent).toBe("4 8 2 9 1 7 3 5 6");
});

test.each([
  ["Jan van der Berg", "JB"],
  ["Fatima el Idrissi", "FI"],
  ["Bakkerij Terlouw", "BT"],
  ["Els", "E"],
  ["  ", "?"],
  ["😀 Smiley", "😀S"],
])("the initials of %s are %s", (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test("a name keeps its tone, whatever its spelling of capitals", () => {
  expect(toneOf("Jan Vermeulen")).toBe(toneOf(" jan vermeulen "));
});
