import { expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { startSandbox } from "@/sandbox/start";
import { openEvent } from "@/tools/testing/forward-events";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { storeOldBatch } from "@/tools/testing/old-events";
import { estimateVolume, tellsOfDay, toVolume } from "./estimate-volume";

const SEND = "users.messages.email.Send";

test("a day is estimated from the week's events, divided as the latest are", () => {
  const types = [
    { type: SEND, events: 3_000, known: 2_700 },
    { type: "users.messages.email.Open", events: 1_000, known: 500 },
  ];
  const volume = toVolume("s", { eventTypes: null, events: 700_000, hours: 7 * 24, types });
  expect(volume).toMatchObject({
    days: 7,
    isRough: false,
    receivedPerDay: 100_000,
    addedPerDay: 80_000,
    recommendedPerDay: 12_500,
  });
  expect(volume.types).toEqual([
    { type: SEND, name: "Email Send", perDay: 75_000, share: 0.75, isForwarded: true, isRecommended: false },
    {
      type: "users.messages.email.Open",
      name: "Email Open",
      perDay: 25_000,
      share: 0.25,
      isForwarded: true,
      isRecommended: true,
    },
  ]);
  const chosen = toVolume("s", { eventTypes: [SEND], events: 700_000, hours: 168, types });
  expect(chosen.addedPerDay).toBe(67_500);
});

test("a source that is too young, or silent, is not estimated", () => {
  const types = [{ type: SEND, events: 10, known: 10 }];
  expect(toVolume("s", { eventTypes: null, events: 10, hours: 0.05, types }).days).toBeNull();
  expect(toVolume("s", { eventTypes: null, events: 0, hours: null, types: null }).days).toBeNull();
});

test.each([
  [4 / 60, "nothing"],
  [5 / 60, "rough"],
  [23.9, "rough"],
  [24, "firm"],
  [168, "firm"],
])("%d hours tell %s of a day: it is firm once each hour of a day was seen", (hours, tells) => {
  expect(tellsOfDay(hours)).toBe(tells);
});

test("from the first minutes a day is estimated roughly, and says so", () => {
  const types = [{ type: SEND, events: 10, known: 8 }];
  expect(toVolume("s", { eventTypes: null, events: 100, hours: 0.2, types })).toMatchObject({
    ...{ isRough: true, receivedPerDay: 12_000, addedPerDay: 9_600 },
    days: expect.closeTo(12 / 1_440, 3),
  });
});

test("repeats and simulated events do not count, and no other customer's source is shown", async () => {
  const sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
  try {
    const source = await makeSource({ heapAppId: "8801" });
    const at = { customerId: source.customerId, sourceId: source.id };
    const open = openEvent("anna");
    await sendBatch(source, [open, { ...openEvent("ben"), event_type: SEND }, openEvent(null)]);
    await sendBatch(source, [open]);
    await forwardSlice("sandbox:8801");
    await prisma.source.update({
      where: { id: source.id },
      data: { eventTypes: ["users.messages.email.Open"] },
    });
    await pool.query("UPDATE batch SET received_at = now() - interval '24 h' WHERE source_id = $1", [
      source.id,
    ]);

    const volume = await estimateVolume(systemCtx, at);
    expect(volume).toMatchObject({
      days: expect.closeTo(1, 2),
      receivedPerDay: 3,
      addedPerDay: 1,
      recommendedPerDay: 1,
    });
    expect(volume.types.map(({ type, isForwarded }) => [type, isForwarded])).toEqual([
      ["users.messages.email.Open", true],
      [SEND, false],
    ]);
    const other = await makeSource({ heapAppId: "8802" });
    await expect(estimateVolume(systemCtx, { ...at, customerId: other.customerId })).rejects.toMatchObject({
      code: "not_found",
    });
  } finally {
    await sandbox.close();
  }
});

test("the shares are those of the week that is counted: what a source sent before, and is kept in rows, is not in them", async () => {
  const source = await makeSource({ heapAppId: "6190" });
  await storeOldBatch(source, 20, [{ outcome: "forwarded", type: "users.UserDeleteRequest" }]);
  await storeOldBatch(source, 1, [{ outcome: "forwarded", type: SEND }]);
  const { types } = await estimateVolume(systemCtx, { customerId: source.customerId, sourceId: source.id });
  expect(types).toMatchObject([{ type: SEND, share: 1 }]);
});
