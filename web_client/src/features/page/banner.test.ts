import { describe, expect, test } from "vitest";
import { emptySession, type Participant, type Session } from "../../state/session";
import { bannerOf } from "./banner";

const person = (id: string, role: Participant["role"], input = false): Participant => ({
  id,
  name: id,
  role,
  language: "nl",
  status: "inside",
  entered_seq: 1,
  instance: `i-${id}`,
  node: "n",
  microphone: "on",
  camera: "on",
  sound: "on",
  silenced: false,
  input,
  sharing: "no",
});

interface Scene {
  driver?: string | null;
  input?: boolean;
  blurred?: boolean;
  cohost?: boolean;
}

function session({ driver = "Marieke", input = false, blurred = false, cohost = false }: Scene): Session {
  const all = [
    person("Marieke", "host"),
    person("Jan", "client", input),
    person("Els", "client"),
    ...(cohost ? [person("Tom", "cohost")] : []),
  ];
  return {
    ...emptySession("s"),
    stage: "page",
    page: { site: "a.example", by: "Marieke", driver, epoch: 1, blurred },
    participants: Object.fromEntries(all.map((one) => [one.id, one])),
  };
}

const says = (scene: Scene, self: string) => {
  const { title, text, name, tone, action } = bannerOf(session(scene), self, (id) => id, "Marieke");
  return [title, title.includes("You") ? "" : name, text, tone, action];
};

describe("F017 who controls, who watches, and the way back", () => {
  test.each<[string, Scene, string, unknown[]]>([
    ["the adviser drives", {}, "Marieke", ["bannerYouDrive", "", "others", "office", null]],
    [
      "the adviser drives and a client may click",
      { input: true },
      "Marieke",
      ["bannerYouDrive", "", "mayClick", "office", null],
    ],
    [
      "a client drives, for the adviser",
      { driver: "Jan", input: true },
      "Marieke",
      ["bannerDrives", "Jan", "youAndOthers", "attention", "take"],
    ],
    [
      "a client drives, for themselves",
      { driver: "Jan", input: true },
      "Jan",
      ["bannerYouDrive", "", "others", "attention", "release"],
    ],
    [
      "a client drives, for another who only watches",
      { driver: "Jan", input: true },
      "Els",
      ["bannerDrives", "Jan", "youWatch", "attention", null],
    ],
    [
      "the adviser drives, for who only watches",
      {},
      "Els",
      ["bannerDrives", "Marieke", "youWatch", "office", null],
    ],
    [
      "the adviser drives, for who may click along",
      { input: true },
      "Jan",
      ["bannerDrives", "Marieke", "youMay", "attention", "take"],
    ],
    [
      "nobody drives, for the adviser",
      { driver: null },
      "Marieke",
      ["bannerNobodyDrives", "Marieke", "clickToDrive", "office", "take"],
    ],
    [
      "nobody drives, for who may",
      { driver: null, input: true },
      "Jan",
      ["bannerYouMay", "", "clickToDrive", "attention", "take"],
    ],
    [
      "nobody drives, for who only watches",
      { driver: null },
      "Els",
      ["bannerShown", "Marieke", "youWatch", "office", null],
    ],
    [
      "another adviser drives",
      { driver: "Tom", cohost: true },
      "Marieke",
      ["bannerDrives", "Tom", "youAndOthers", "office", "take"],
    ],
    [
      "F018 blurred, for the adviser",
      { blurred: true },
      "Marieke",
      ["bannerBlurred", "Marieke", "sharpForYou", "attention", "sharpen"],
    ],
    [
      "F018 blurred, for one adviser of two",
      { blurred: true, cohost: true },
      "Tom",
      ["bannerBlurred", "Marieke", "sharpForAdvisers", "attention", "sharpen"],
    ],
    [
      "F018 blurred, for a client with input rights",
      { blurred: true, input: true },
      "Jan",
      ["bannerBlurredBy", "Marieke", "backSoon", "attention", null],
    ],
  ])("%s", (_name, scene, self, expected) => {
    expect(says(scene, self)).toEqual(expected);
  });
});
