import { expect, test } from "vitest";
import { DeviceSource, type SourceKind } from "./device-source";
import { FakeDevices, FakeMediaTrack } from "./fake-devices";

function source(kind: SourceKind, devices: FakeDevices | undefined) {
  const states: string[] = [];
  const about: { made?: DeviceSource } = {};
  const made = new DeviceSource({
    kind,
    devices: devices?.asBrowser,
    constraints: () => ({}),
    // Already while it is being made, where the page has no devices.
    changed: () => states.push(about.made?.state ?? "new"),
  });
  about.made = made;
  return { made, states };
}

test("F024 a microphone that is switched off stays open, and silent", async () => {
  const devices = new FakeDevices("headset");
  const { made, states } = source("microphone", devices);
  await made.turn(true);
  expect(states).toEqual(["starting", "on"]);
  expect(made.track).not.toBeNull();
  await made.turn(false);
  expect(made.track).toBeNull();
  expect(devices.opened[0]).toMatchObject({ readyState: "live", enabled: false });
  await made.turn(true);
  expect(devices.opened).toHaveLength(1);
  expect(devices.opened[0]?.enabled).toBe(true);
});

test("F025 a camera that is switched off lets go of the device", async () => {
  const devices = new FakeDevices("webcam");
  const { made } = source("camera", devices);
  await made.turn(true);
  await made.turn(false);
  expect(devices.opened[0]?.readyState).toBe("ended");
  expect(made.state).toBe("off");
});

test("switched off while the browser still asks, nothing is opened after all", async () => {
  const devices = new FakeDevices("webcam");
  const { made } = source("camera", devices);
  devices.hold();
  const turned = made.turn(true);
  await made.turn(false);
  devices.letGo();
  await turned;
  expect(made.state).toBe("off");
  expect(made.track).toBeNull();
  expect(devices.opened[0]?.readyState).toBe("ended");
});

test.each([
  ["NotAllowedError", "denied", "denied"],
  ["NotFoundError", "none", "not_found"],
  ["NotReadableError", "off", "in_use"],
  ["TypeError", "off", "failed"],
])("%s is told as %s, because of %s", async (error, state, problem) => {
  const devices = new FakeDevices("webcam");
  devices.error = error;
  const { made } = source("camera", devices);
  await made.turn(true);
  expect([made.state, made.problem]).toEqual([state, problem]);
});

test("a page without https has no devices, and says so", async () => {
  const { made } = source("camera", undefined);
  expect([made.state, made.problem]).toEqual(["none", "insecure"]);
  await made.turn(true);
  expect(made.problem).toBe("insecure");
});

test("F039 another device is used at once when the first is on, later when it is off", async () => {
  const devices = new FakeDevices("inner", "outer");
  const { made } = source("camera", devices);
  await made.choose("outer");
  expect(devices.opened).toEqual([]);
  expect(made.deviceId).toBe("outer");
  await made.turn(true);
  expect(made.deviceId).toBe("outer");
  await made.choose("inner");
  expect(made.deviceId).toBe("inner");
  expect(devices.opened[0]?.readyState).toBe("ended");
});

test("a chosen device that is no longer there gives way to another", async () => {
  const devices = new FakeDevices("inner");
  const { made } = source("camera", devices);
  await made.choose("outer");
  await made.turn(true);
  expect([made.state, made.deviceId]).toEqual(["on", "inner"]);
});

test("F039 unplugged in the middle, another device takes over", async () => {
  const devices = new FakeDevices("headset", "inner");
  const { made } = source("microphone", devices);
  await made.turn(true);
  devices.plugged = ["inner"];
  devices.opened[0]?.end();
  await expect.poll(() => made.deviceId).toBe("inner");
  expect(made.state).toBe("on");
});

test("the only one unplugged: none, with the reason; plugged in again it can be switched on", async () => {
  const devices = new FakeDevices("headset");
  const { made } = source("microphone", devices);
  await made.turn(true);
  devices.plugged = [];
  devices.opened[0]?.end();
  await expect.poll(() => made.state).toBe("none");
  expect(made.problem).toBe("unplugged");
  devices.plugged = ["headset"];
  made.present([{ id: "headset", label: "" }]);
  expect([made.state, made.problem]).toEqual(["off", null]);
});

test("a permission that is given after all makes the device usable again", async () => {
  const devices = new FakeDevices("webcam");
  devices.error = "NotAllowedError";
  const { made } = source("camera", devices);
  await made.turn(true);
  made.permitted("prompt");
  expect([made.state, made.problem]).toEqual(["off", null]);
});

test("the preview's tracks go on: on as on, off as off", () => {
  const { made: camera } = source("camera", new FakeDevices("webcam"));
  const shown = new FakeMediaTrack("video");
  camera.adopt(shown as unknown as MediaStreamTrack);
  expect([camera.state, camera.track]).toEqual(["on", shown]);
  const { made: microphone } = source("microphone", new FakeDevices("headset"));
  const silent = new FakeMediaTrack("audio");
  silent.enabled = false;
  microphone.adopt(silent as unknown as MediaStreamTrack);
  expect([microphone.state, microphone.track]).toEqual(["off", null]);
});

test("what the browser's settings refuse is known, and no trouble until somebody asks for it", async () => {
  const devices = new FakeDevices("webcam");
  const { made } = source("camera", devices);
  made.permitted("denied");
  expect([made.state, made.problem]).toEqual(["denied", null]);
  devices.error = "NotAllowedError";
  await made.turn(true);
  expect([made.state, made.problem]).toEqual(["denied", "denied"]);
  made.permitted("granted");
  expect([made.state, made.problem]).toEqual(["off", null]);
});
