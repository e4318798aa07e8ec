/** Small rules behind the pages: greetings, passwords, snippets, device check, names, addresses. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Language, translator } from "../i18n";
import { adviserTexts } from "../i18n/adviser";
import { pictureAddress } from "./account/SecondStep";
import { checkDevice, type DeviceCheck, verdictOf } from "./dashboard/check";
import { partOfDay } from "./dashboard/Dashboard";
import { durationOf, faceOf, nameOfSession } from "./sessions/names";
import { timelineOf } from "./sessions/timeline";
import { adjustedColour } from "./settings/ColourField";
import { logoComplaint } from "./settings/LogoCard";
import { formSnippet, scriptSnippet } from "./settings/snippets";
import { reasonOf } from "./shell/Crash";
import { looksLikeEmail } from "./shell/fields";
import { placeAfter } from "./signin/SignIn";
import { strengthOf } from "./signin/strength";
import { session } from "./testing";

const t = translator(adviserTexts, "nl");

describe("the part of the day", () => {
  test.each([
    [0, "night"],
    [5, "night"],
    [6, "morning"],
    [11, "morning"],
    [12, "afternoon"],
    [17, "afternoon"],
    [18, "evening"],
    [23, "evening"],
  ])("at %i o'clock is %s", (hour, part) => {
    expect(partOfDay(hour)).toBe(part);
  });
});

describe("a password", () => {
  test.each([
    ["kort", "short"],
    ["wachtwoord2026", "weak"],
    ["lindelaan2026", "weak"],
    ["aaaaaaaaaaaaaaaa", "weak"],
    ["qwertyuiop123456", "weak"],
    ["paarse fiets op zolder", "strong"],
    ["Vk7#pQ2!mZ9x", "strong"],
  ])("such as %s is %s", (password, strength) => {
    expect(strengthOf(password, ["Lindelaan Advies", "marieke@lindelaan.example"])).toBe(strength);
  });

  test("that holds the own name is worth less", () => {
    const order = ["short", "weak", "fair", "strong"];
    const alone = order.indexOf(strengthOf("marieke-boerderij"));
    expect(order.indexOf(strengthOf("marieke-boerderij", ["Marieke Boerderij"]))).toBeLessThan(alone);
  });
});

describe("after signing in", () => {
  test("only the room is a place to go on to", () => {
    expect(placeAfter("?next=/session/new")).toBe("/session/new");
    expect(placeAfter("?next=/session/01a1ff95-1b30-76af")).toBe("/session/01a1ff95-1b30-76af");
    for (const bad of [
      "//evil.example",
      "https://evil.example",
      "/session/../x",
      "/session/x?y",
      "javascript:1",
    ]) {
      expect(placeAfter(`?next=${encodeURIComponent(bad)}`), bad).toBeUndefined();
    }
    expect(placeAfter("")).toBeUndefined();
  });
});

describe("snippets for a website", () => {
  const choice = {
    origin: "https://samen.example",
    language: "nl" as Language,
    label: "",
    colour: "#155C47",
  };

  test("F046 the script's snippet names our widget and its attributes", () => {
    const snippet = scriptSnippet(choice);
    expect(snippet).toContain('<script src="https://samen.example/widget.js" async></script>');
    expect(snippet).toContain('<samen-join lang="nl" colour="#155C47"></samen-join>');
  });

  test("F048 the form without script sends the code to us", () => {
    const place = document.createElement("div");
    place.innerHTML = formSnippet({ ...choice, label: "Uw code" });
    const form = place.querySelector("form");
    expect(form?.getAttribute("action")).toBe("https://samen.example/");
    expect(form?.querySelector('input[name="code"]')).not.toBeNull();
  });

  test("what people type as a label cannot break out of its attribute", () => {
    const label = '"><img src=x onerror=alert(1)>';
    const place = document.createElement("div");
    place.innerHTML = scriptSnippet({ ...choice, label }).split("\n")[1] ?? "";
    expect(place.querySelector("img")).toBeNull();
    expect(place.querySelector("samen-join")?.getAttribute("label")).toBe(label);
  });
});

describe("the device check", () => {
  afterEach(() => vi.unstubAllGlobals());

  const fine: DeviceCheck = {
    camera: { access: "ready" },
    microphone: { access: "ready" },
    roundTrip: 20,
  };

  test("is good, will ask, or needs attention", () => {
    expect(verdictOf(fine)).toBe("good");
    expect(verdictOf({ ...fine, camera: { access: "ask" } })).toBe("ask");
    expect(verdictOf({ ...fine, microphone: { access: "refused" } })).toBe("attention");
    expect(verdictOf({ ...fine, camera: { access: "missing" } })).toBe("attention");
    expect(verdictOf({ ...fine, roundTrip: null })).toBe("attention");
    expect(verdictOf({ ...fine, roundTrip: 900 })).toBe("attention");
  });

  function device(kind: MediaDeviceKind, label: string) {
    return { kind, label } as MediaDeviceInfo;
  }

  function browser(devices: MediaDeviceInfo[], permission: PermissionState | "unknown") {
    vi.stubGlobal("navigator", {
      permissions: {
        query: async () => {
          if (permission === "unknown") throw new TypeError("no such permission");
          return { state: permission };
        },
      },
      mediaDevices: { enumerateDevices: async () => devices },
    });
    vi.stubGlobal("fetch", async () => new Response("{}"));
  }

  test("tells what the devices are called once the browser may say so", async () => {
    browser([device("videoinput", "HD Webcam"), device("audioinput", "Headset")], "granted");
    const result = await checkDevice();
    expect(result.camera).toEqual({ access: "ready", label: "HD Webcam" });
    expect(result.microphone).toEqual({ access: "ready", label: "Headset" });
    expect(result.roundTrip).toBeGreaterThan(0);
  });

  test("knows a refusal, a missing device and a browser that tells nothing", async () => {
    browser([device("videoinput", "")], "denied");
    expect((await checkDevice()).camera.access).toBe("refused");
    browser([device("audioinput", "")], "prompt");
    const asked = await checkDevice();
    expect([asked.camera.access, asked.microphone.access]).toEqual(["missing", "ask"]);
    browser([device("videoinput", "HD Webcam")], "unknown");
    expect((await checkDevice()).camera.access).toBe("ready");
  });

  test("says that it cannot work without a secure page, and that the server is away", async () => {
    vi.stubGlobal("navigator", {});
    vi.stubGlobal("fetch", async () => new Response("", { status: 503 }));
    const result = await checkDevice();
    expect(result.camera.access).toBe("impossible");
    expect(result.roundTrip).toBeNull();
  });
});

describe("a session", () => {
  test("is called by its title, its clients, or that nobody came", () => {
    expect(nameOfSession(session(), t)).toBe("Henk Postma");
    expect(nameOfSession(session({ title: "Hypotheek" }), t)).toBe("Hypotheek");
    expect(nameOfSession(session({ people: [] }), t)).toBe("Niemand verschenen");
    expect(nameOfSession(session({ people: [], ended_at: null }), t)).toBe("Nog niemand binnen");
  });

  test("takes minutes or hours", () => {
    expect(durationOf(session(), t)).toBe("52 min");
    expect(durationOf(session({ ended_at: "2026-11-20T10:05:00Z" }), t)).toBe("1 uur 5 min");
    expect(durationOf(session({ ended_at: "2026-11-20T09:00:20Z" }), t)).toBe("nog geen minuut");
  });

  test("shows the mean of its clients' faces, not the adviser's own", () => {
    const judged = (role: "host" | "client", stars: number | null) => ({
      participant_id: role,
      name: role,
      role,
      stars,
      helped: [],
      text: "",
      at: "2026-11-20T10:00:00Z",
    });
    expect(faceOf([])).toBeNull();
    expect(faceOf([judged("host", 1), judged("client", 5)])).toBe(5);
    expect(faceOf([judged("client", null)])).toBeNull();
    expect(faceOf([judged("client", 4), judged("client", 5)])).toBe(5);
  });

  test("has a line for who comes back, and none for what is too small to tell", () => {
    const entered = {
      type: "participant_entered",
      participant_id: "p1",
      name: "Jan",
      role: "client",
      language: "nl",
    } as const;
    const lines = timelineOf(
      [
        { seq: 1, at: 0, actor: "system", events: [entered] },
        {
          seq: 2,
          at: 1,
          actor: "p1",
          events: [{ type: "participant_left", participant_id: "p1", reason: "gone" }],
        },
        { seq: 3, at: 2, actor: "system", events: [entered] },
        { seq: 4, at: 3, actor: "p1", events: [{ type: "page_turned", page: 2, by: "p1" }] },
      ],
      t,
    );
    expect(lines.map(({ words }) => words)).toEqual([
      "Jan kwam binnen.",
      "Jan was te lang weg.",
      "Jan kwam terug.",
    ]);
  });
});

describe("the office's look", () => {
  test("leaves readable colours alone and darkens the others", () => {
    expect(adjustedColour("#155c47")).toBeUndefined();
    expect(adjustedColour("#ffcc00")).toMatch(/^#[0-9a-f]{6}$/);
    expect(adjustedColour("not a colour")).toBeUndefined();
  });

  test("takes pictures of the right kind and size", () => {
    expect(logoComplaint({ type: "image/png", size: 1000 })).toBeUndefined();
    expect(logoComplaint({ type: "image/svg+xml", size: 1000 })).toBe("kind");
    expect(logoComplaint({ type: "image/png", size: 3_000_000 })).toBe("size");
  });
});

describe("small things", () => {
  test.each([
    ["jan@vermeulen.example", true],
    [" jan@vermeulen.example ", true],
    ["jan@vermeulen", false],
    ["jan vermeulen@x.nl", false],
    ["@x.nl", false],
    ["jan@x.", false],
  ])("%s as an address: %s", (address, good) => {
    expect(looksLikeEmail(address)).toBe(good);
  });

  test("a part of the client that cannot be fetched means no line, or a newer version", () => {
    const part = new TypeError("Failed to fetch dynamically imported module: /assets/x.js");
    expect(reasonOf(part, false)).toBe("offline");
    expect(reasonOf(part, true)).toBe("outdated");
    expect(reasonOf(new Error("our bug"), true)).toBe("broken");
  });

  test("a QR code stands on its own as a picture", () => {
    const whole = decodeURIComponent(pictureAddress('<svg width="9"><path/></svg>'));
    expect(whole).toContain('<svg xmlns="http://www.w3.org/2000/svg" width="9">');
    expect(pictureAddress('<svg xmlns="a">').match(/xmlns/g)).toHaveLength(1);
  });
});
