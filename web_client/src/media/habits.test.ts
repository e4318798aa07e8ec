import { beforeEach, expect, test } from "vitest";
import { Habits } from "./habits";

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

const adviser = (sessionId: string) => new Habits({ sessionId, ofOffice: true });
const client = (sessionId: string) => new Habits({ sessionId, ofOffice: false });

test("F024 F025 an adviser starts with microphone and camera, a client with neither", () => {
  expect(adviser("s1").wishes).toMatchObject({ microphone: true, camera: true });
  expect(client("s1").wishes).toMatchObject({ microphone: false, camera: false });
});

test("what an adviser switched off stays off in the next session on this device", () => {
  adviser("s1").note({ camera: false, cameraId: "webcam" });
  sessionStorage.clear();
  expect(adviser("s2").wishes).toMatchObject({ microphone: true, camera: false, cameraId: "webcam" });
  adviser("s2").note({ camera: true });
  sessionStorage.clear();
  expect(adviser("s3").wishes.camera).toBe(true);
});

test("a reload keeps what a client had on; another session begins anew", () => {
  const chosen = { microphone: true, camera: true, backgroundBlur: true };
  new Habits({ sessionId: "s1", ofOffice: false, chosen }).note({ camera: false });
  expect(client("s1").wishes).toMatchObject({ microphone: true, camera: false, backgroundBlur: true });
  expect(client("s2").wishes.microphone).toBe(false);
  expect(localStorage.length).toBe(0);
});

test("what was chosen in the check goes before what was kept", () => {
  client("s1").note({ microphone: true, camera: true });
  const again = new Habits({ sessionId: "s1", ofOffice: false, chosen: { camera: false } });
  expect(again.wishes).toMatchObject({ microphone: true, camera: false });
});

test.each(["no JSON", "null", '"text"', '{"microphone":"yes","camera":0,"other":true,"cameraId":7}'])(
  "a kept text that says nothing sensible is passed over: %s",
  (text) => {
    localStorage.setItem("samen.devices", text);
    expect(adviser("s1").wishes).toEqual({
      microphone: true,
      camera: true,
      backgroundBlur: false,
      noiseSuppression: true,
      microphoneId: null,
      cameraId: null,
      speakerId: null,
    });
  },
);
