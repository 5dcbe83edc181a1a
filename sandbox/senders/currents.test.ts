import { afterEach, describe, expect, it } from "vitest";
import { type CurrentsSettings, createCurrentsSender } from "./currents";
import type { MadeEvent } from "./make-event";
import { type Received, startTinyReceiver, type TinyReceiver } from "./tiny-receiver";

let receiver: TinyReceiver;
afterEach(() => receiver.close());

const FAST = { backOffBaseMs: 1, backOffMaximumMs: 4 };

async function sendThrough(
  decide: (request: Received, number: number) => number | "cut",
  count: number,
  settings: Partial<CurrentsSettings> = {},
) {
  receiver = await startTinyReceiver(decide);
  const sender = createCurrentsSender({ url: receiver.url, ...FAST, ...settings });
  sender.enqueue(Array.from({ length: count }, (_, number) => plainEvent(number)));
  await sender.flush();
  return sender;
}

function plainEvent(number: number): MadeEvent {
  const id = `event-${number}`;
  return { id, type: "labs.Plain", expected: "forward", body: { event_type: "labs.Plain", id } };
}

function eventsIn({ text }: Received): unknown[] {
  return JSON.parse(text).events;
}

describe("requests", () => {
  it("hold at most 100 events of one type, with version and token", async () => {
    receiver = await startTinyReceiver(() => 200);
    const sender = createCurrentsSender({ url: receiver.url, bearerToken: "token-1", mix: { malformed: 0 } });
    sender.make(2_000);
    await sender.flush();

    for (const request of receiver.received) {
      const types = new Set(eventsIn(request).map((event) => JSON.stringify(event, ["event_type"])));
      expect(types.size).toBe(1);
      expect(eventsIn(request).length).toBeLessThanOrEqual(100);
      expect(request.headers).toMatchObject({
        authorization: "Bearer token-1",
        "braze-currents-version": "1",
      });
    }
    expect(receiver.received.flatMap(eventsIn)).toHaveLength(2_000);
    expect(sender.ledger.summary()).toMatchObject({ acknowledged: 2_000, queued: 0 });
  });

  it("can be packed with gzip", async () => {
    await sendThrough(() => 200, 3, { gzip: true });
    expect(receiver.received[0]?.headers["content-encoding"]).toBe("gzip");
    expect(receiver.received.flatMap(eventsIn)).toHaveLength(3);
  });
});

describe("reactions", () => {
  it("sends a batch again after 5xx, 429, an odd status or no answer, until it is accepted", async () => {
    const answers: (number | "cut")[] = [503, 429, 302, "cut", 200];
    const sender = await sendThrough((_, number) => answers[number - 1] ?? 200, 5);

    expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1);
    expect(receiver.received).toHaveLength(5);
    expect(sender.ledger.summary()).toMatchObject({ acknowledged: 5, failed: 0 });
  });

  it("splits a refused batch into single events and drops only the one that is refused again on its own", async () => {
    const sender = await sendThrough(({ text }) => (text.includes('"event-2"') ? 400 : 200), 5);

    expect(receiver.received.map((request) => eventsIn(request).length)).toEqual([5, 1, 1, 1, 1, 1]);
    expect(sender.ledger.list().map((entry) => entry.state)).toEqual(
      [0, 1, 2, 3, 4].map((number) => (number === 2 ? "dropped" : "acknowledged")),
    );
  });

  it("sends a batch of one a second time before dropping it", async () => {
    const sender = await sendThrough(() => 400, 1);
    expect(receiver.received).toHaveLength(2);
    expect(sender.ledger.summary()).toMatchObject({ dropped: 1 });
  });

  it("halves a batch that is too large until it fits", async () => {
    const sender = await sendThrough((request) => (eventsIn(request).length > 2 ? 413 : 200), 8);
    expect(receiver.received.map((request) => eventsIn(request).length)).toEqual([8, 4, 2, 2, 4, 2, 2]);
    expect(sender.ledger.summary()).toMatchObject({ acknowledged: 8 });
  });

  it.each([401, 403, 404])(
    "stops at %i, loses what was queued, and continues once enabled",
    async (status) => {
      const sender = await sendThrough((_, number) => (number === 2 ? status : 200), 300);
      expect(receiver.received).toHaveLength(2);
      expect(sender.disabledBecause()).toContain(String(status));
      expect(sender.ledger.summary()).toMatchObject({ acknowledged: 100, failed: 200 });

      sender.enable();
      sender.enqueue([plainEvent(999)]);
      await sender.flush();
      expect(sender.ledger.summary()).toMatchObject({ acknowledged: 101, failed: 200 });
    },
  );

  it("is switched off when nothing helps", async () => {
    const sender = await sendThrough(() => 500, 1, { maximumAttempts: 3 });
    expect(receiver.received).toHaveLength(3);
    expect(sender.ledger.summary()).toMatchObject({ failed: 1, queued: 0 });
  });
});

describe("redelivery", () => {
  it("repeats batches identically and re-split, without new events", async () => {
    const sender = await sendThrough(() => 200, 1_000, { seed: 3, redeliverShare: 1 });
    const texts = receiver.received.map(({ text }) => text);
    const events = receiver.received.flatMap(eventsIn).map((event) => JSON.stringify(event));

    expect(new Set(texts).size).toBeLessThan(texts.length);
    expect(receiver.received.some((request) => eventsIn(request).length < 100)).toBe(true);
    expect(new Set(events).size).toBe(1_000);
    expect(events).toHaveLength(2_000);
    expect(sender.ledger.summary()).toMatchObject({ acknowledged: 1_000, redeliveredEvents: 1_000 });
  });
});

describe("made events", () => {
  it("are the same for the same seed, and of every kind", async () => {
    receiver = await startTinyReceiver(() => 200);
    const [first, second] = [1, 2].map(() => {
      const sender = createCurrentsSender({ url: receiver.url, seed: 7 });
      sender.make(3_000);
      return sender.ledger.list();
    });

    expect(first?.map((entry) => entry.id)).toEqual(second?.map((entry) => entry.id));
    expect(new Set(first?.map((entry) => entry.expected))).toEqual(
      new Set(["forward", "filtered", "quarantined"]),
    );
    expect(new Set(first?.map((entry) => entry.id).filter((id) => id !== null)).size).toBe(
      first?.filter((entry) => entry.id !== null).length,
    );
  });

  it("carry no usable identity exactly when they are expected to be filtered", async () => {
    receiver = await startTinyReceiver(() => 200);
    for (const identityField of ["external_user_id", "user_id"] as const) {
      const sender = createCurrentsSender({ url: receiver.url, identityField, mix: { malformed: 0 } });
      sender.make(2_000);
      for (const { body, expected } of sender.ledger.list()) {
        const event = JSON.parse(JSON.stringify(body));
        expect((event.user[identityField] ?? null) === null).toBe(expected === "filtered");
      }
    }
  });
});
