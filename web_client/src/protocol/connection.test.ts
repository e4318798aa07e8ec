import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Connection, type ConnectionStatus } from "./connection";
import { MemoryNetwork } from "./memory-link";

let network: MemoryNetwork;
let statuses: (ConnectionStatus | `${ConnectionStatus} ${string}`)[];
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers();
  network = new MemoryNetwork("ann");
  statuses = [];
  connection = new Connection({
    open: network.open,
    knock: network.knock,
    ticket: "ann.secret",
    instance: "page-1",
    lastSeq: () => 7,
    events: {
      status: (status, code) => statuses.push(code ? `${status} ${code}` : status),
      welcome: () => {},
      entry: () => {},
      signal: () => {},
    },
  });
  connection.start();
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

test("connects with ticket, page load and how far it has read", () => {
  expect(network.link.credentials).toEqual({ ticket: "ann.secret", instance: "page-1", last_seq: 7 });
  network.link.welcome();
  expect(statuses).toEqual(["connecting", "live"]);
});

test("comes back at once when the connection is lost, and says so meanwhile", async () => {
  network.link.welcome();
  network.link.drop();
  expect(statuses.at(-1)).toBe("lost");
  await vi.advanceTimersByTimeAsync(150);
  expect(network.links).toHaveLength(2);
  network.link.welcome();
  expect(statuses).toEqual(["connecting", "live", "lost", "live"]);
});

test("tries for ever while nothing answers, ever more seldom, and within a second once it does", async () => {
  network.link.welcome();
  network.reachable = false;
  network.link.drop();
  for (let second = 0; second < 300; second += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    if (second % 2 === 0 && !network.link.closed) network.link.drop();
  }
  expect(statuses.at(-1)).toBe("lost");
  // Browsers slow down pages whose WebSockets keep failing, so these may not be many.
  expect(network.links.length).toBeGreaterThan(10);
  expect(network.links.length).toBeLessThan(40);
  const before = network.links.length;
  network.reachable = true;
  await vi.advanceTimersByTimeAsync(600);
  expect(network.links.length).toBeGreaterThan(before);
  network.link.welcome();
  expect(statuses.at(-1)).toBe("live");
});

test("an attempt that hangs is overtaken as soon as the server answers a knock", async () => {
  network.link.welcome();
  network.reachable = false;
  network.link.drop();
  await vi.advanceTimersByTimeAsync(3_000);
  const hanging = network.link;
  expect(hanging.closed).toBe(false);
  network.reachable = true;
  await vi.advanceTimersByTimeAsync(100);
  expect(hanging.closed).toBe(true);
  expect(network.link).not.toBe(hanging);
});

test("a network too slow for the first attempts still gets through", async () => {
  network.link.welcome();
  network.link.drop();
  // The server answers every knock, but needs three seconds for a welcome.
  const begun = new Map<unknown, number>();
  for (let at = 0; at < 30_000 && statuses.at(-1) !== "live"; at += 50) {
    await vi.advanceTimersByTimeAsync(50);
    const { link } = network;
    if (!begun.has(link)) begun.set(link, at);
    if (!link.closed && at - (begun.get(link) ?? 0) >= 3_000) link.welcome();
  }
  expect(statuses.at(-1)).toBe("live");
});

test("the browser's word that the network is back is taken at once", async () => {
  network.link.welcome();
  network.reachable = false;
  network.link.drop();
  await vi.advanceTimersByTimeAsync(200);
  network.link.drop();
  await vi.advanceTimersByTimeAsync(600);
  const before = network.links.length;
  connection.hurry();
  await vi.advanceTimersByTimeAsync(1);
  expect(network.links).toHaveLength(before + 1);
});

test("what was not answered goes again with the same id, and is answered once", async () => {
  network.link.welcome();
  const said = connection.command({ type: "send_chat", text: "hello" });
  const { id } = network.link.commands[0]!;
  network.link.drop();
  await vi.advanceTimersByTimeAsync(150);
  network.link.welcome();
  expect(network.link.commands).toEqual([{ id, type: "send_chat", text: "hello" }]);
  network.link.answer(id, { ok: true, seq: 8 });
  await expect(said).resolves.toEqual({ ok: true, seq: 8 });
  network.link.drop();
  await vi.advanceTimersByTimeAsync(150);
  network.link.welcome();
  expect(network.link.commands).toEqual([]);
});

test("what is asked while away waits, in order, for the next connection", async () => {
  network.link.welcome();
  network.link.drop();
  void connection.command({ type: "send_chat", text: "one" });
  void connection.command({ type: "send_chat", text: "two" });
  await vi.advanceTimersByTimeAsync(150);
  network.link.welcome();
  expect(network.link.commands.map((one) => one.type === "send_chat" && one.text)).toEqual(["one", "two"]);
});

test("a second welcome over the same link sends nothing again", () => {
  network.link.welcome();
  void connection.command({ type: "request_share" });
  network.link.welcome({ after: 0 });
  expect(network.link.commands).toHaveLength(1);
});

test("a refusal that passes is tried again; any other is the answer", async () => {
  network.link.welcome();
  const shared = connection.command({ type: "request_share" });
  const { id } = network.link.commands[0]!;
  network.link.answer(id, { ok: false, code: "slow_down" });
  await vi.advanceTimersByTimeAsync(500);
  expect(network.link.commands.map((one) => one.id)).toEqual([id, id]);
  network.link.answer(id, { ok: false, code: "needs_no_permission" });
  await expect(shared).resolves.toEqual({ ok: false, code: "needs_no_permission" });
});

test.each(["ticket_unknown", "removed"])("refused with %s, it does not try again", async (code) => {
  network.link.tell.refused(code);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(statuses).toEqual(["connecting", `refused ${code}`]);
  expect(network.links).toHaveLength(1);
});

test("opened elsewhere, it stops, and can be started again", async () => {
  network.link.welcome();
  const asked = connection.command({ type: "request_share" });
  network.link.tell.moved();
  await expect(asked).resolves.toEqual({ ok: false, code: "closed" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(network.links).toHaveLength(1);
  connection.start();
  network.link.welcome();
  expect(statuses).toEqual(["connecting", "live", "moved", "connecting", "live"]);
});

test("a link that is over is not listened to any more", () => {
  network.link.welcome();
  const old = network.link;
  old.drop();
  old.tell.refused("removed");
  old.welcome();
  expect(statuses.at(-1)).toBe("lost");
});

test("a server that opens the door and never welcomes is left for another attempt", async () => {
  await vi.advanceTimersByTimeAsync(8_000);
  expect(network.links.length).toBeGreaterThan(1);
  expect(network.links[0]?.closed).toBe(true);
});
