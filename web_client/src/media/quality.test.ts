import { expect, test } from "vitest";
import { readReport } from "./diagnostics";
import { fromRms, loudness } from "./levels";
import { Gauge, levelOf, type Measurement, worst } from "./quality";

const well: Measurement = { roundTrip: 30, loss: 0, outgoing: null, connected: true };

function stats(...reports: object[]): RTCStatsReport {
  return new Map(
    reports.map((report, index) => [(report as { id?: string }).id ?? `${index}`, report]),
  ) as never;
}

test.each([
  [well, "good"],
  [{ ...well, roundTrip: 400 }, "weak"],
  [{ ...well, loss: 0.05 }, "weak"],
  [{ ...well, outgoing: 200_000 }, "weak"],
  [{ ...well, roundTrip: 900 }, "bad"],
  [{ ...well, loss: 0.2 }, "bad"],
  [{ ...well, connected: false }, "bad"],
  [{ ...well, roundTrip: null }, "good"],
])("%o is %s", (measurement, level) => {
  expect(levelOf(measurement)).toBe(level);
});

test("of several connections the worst counts; alone all is well", () => {
  expect(worst([])).toEqual({ level: "good", roundTrip: 0, loss: 0 });
  expect(worst([well, { ...well, roundTrip: 350.4 }, { ...well, loss: 0.01 }])).toEqual({
    level: "weak",
    roundTrip: 350,
    loss: 0.01,
  });
});

test("loss is that of the last seconds, in the worse direction", () => {
  const gauge = new Gauge();
  const inbound = (packetsReceived: number, packetsLost: number) => ({
    type: "inbound-rtp",
    packetsReceived,
    packetsLost,
  });
  expect(gauge.read(stats(inbound(1_000, 500)), true).loss).toBe(0);
  expect(gauge.read(stats(inbound(1_090, 510)), true).loss).toBeCloseTo(0.1);
  expect(
    gauge.read(stats(inbound(1_190, 510), { type: "remote-inbound-rtp", fractionLost: 0.2 }), true).loss,
  ).toBe(0.2);
  expect(gauge.read(stats(inbound(1_195, 512)), true).loss).toBe(0);
});

test("a narrow line counts only where it holds our picture back", () => {
  const pair = {
    id: "p",
    type: "candidate-pair",
    currentRoundTripTime: 0.04,
    availableOutgoingBitrate: 100_000,
  };
  const transport = { id: "t", type: "transport", selectedCandidatePairId: "p" };
  const video = (qualityLimitationReason: string) => ({ type: "outbound-rtp", qualityLimitationReason });
  expect(new Gauge().read(stats(pair, transport, video("none")), true)).toMatchObject({
    roundTrip: 40,
    outgoing: null,
  });
  expect(new Gauge().read(stats(pair, transport, video("bandwidth")), true).outgoing).toBe(100_000);
});

test("the diagnosis names the path in use", () => {
  const report = readReport(
    stats(
      {
        id: "p",
        type: "candidate-pair",
        nominated: true,
        state: "succeeded",
        localCandidateId: "l",
        remoteCandidateId: "r",
      },
      { id: "l", type: "local-candidate", candidateType: "relay", protocol: "udp", relayProtocol: "tcp" },
      { id: "r", type: "remote-candidate", candidateType: "host" },
      { type: "inbound-rtp", kind: "video", mid: "2", framesDecoded: 12, codecId: "c" },
      { id: "c", type: "codec", mimeType: "video/VP9" },
    ),
    "connected",
  );
  expect(report).toMatchObject({
    local: "relay",
    remote: "host",
    protocol: "tcp",
    framesDecoded: { "2": 12 },
    codecs: { "2": "video/VP9" },
  });
});

test("levels run from silence to full scale", () => {
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(64).fill(1))).toBe(1);
  expect(fromRms(0.1)).toBeCloseTo(2 / 3);
  expect(fromRms(0.0005)).toBe(0);
});
