import { eventType, type InngestFunction } from "inngest";
import { expect, test } from "vitest";
import { testClient } from "../../tools/testing/run-engine";
import { readFunctions } from "./subset";

const client = testClient("app");
const handler = () => {};
const event = { event: "test/go" };

test("everything in the subset is read", () => {
  const fn = client.createFunction(
    {
      id: "full",
      name: "Full",
      description: "All of it",
      triggers: [
        event,
        { event: eventType("test/typed") },
        eventType("test/bare"),
        { cron: "TZ=Europe/Berlin 0 6 * * 1" },
      ],
      retries: 2,
      concurrency: [
        { key: "event.data.sourceId", limit: 1 },
        { scope: "env", key: '"sending-" + event.data.customerId', limit: 3 },
      ],
      debounce: { key: "event.data.sourceId", period: "5s", timeout: "1m" },
      onFailure: handler,
    },
    handler,
  );

  expect(readFunctions(client, [fn])).toEqual([
    {
      id: "app-full",
      events: ["test/go", "test/typed", "test/bare"],
      crons: ["TZ=Europe/Berlin 0 6 * * 1"],
      failureOf: null,
      maxAttempts: 3,
      concurrency: { field: "sourceId", limit: 1 },
      lane: { name: "sending", field: "customerId", limit: 3 },
      debounce: { field: "sourceId", periodMs: 5_000, timeoutMs: 60_000 },
    },
    {
      id: "app-full-failure",
      events: ["inngest/function.failed"],
      crons: [],
      failureOf: "app-full",
      maxAttempts: 2,
      concurrency: null,
      lane: null,
      debounce: null,
    },
  ]);
});

const refusals: [string, InngestFunction.Any][] = [
  [
    "rateLimit",
    client.createFunction({ id: "f", triggers: [event], rateLimit: { limit: 1, period: "1h" } }, handler),
  ],
  [
    "throttle",
    client.createFunction({ id: "f", triggers: [event], throttle: { limit: 1, period: "1h" } }, handler),
  ],
  [
    "batchEvents",
    client.createFunction(
      { id: "f", triggers: [event], batchEvents: { maxSize: 2, timeout: "1s" } },
      handler,
    ),
  ],
  ["singleton", client.createFunction({ id: "f", triggers: [event], singleton: { mode: "skip" } }, handler)],
  [
    "idempotency",
    client.createFunction({ id: "f", triggers: [event], idempotency: "event.data.id" }, handler),
  ],
  ["cancelOn", client.createFunction({ id: "f", triggers: [event], cancelOn: [event] }, handler)],
  ["timeouts", client.createFunction({ id: "f", triggers: [event], timeouts: { finish: "1h" } }, handler)],
  ["priority", client.createFunction({ id: "f", triggers: [event], priority: { run: "100" } }, handler)],
  ["concurrency", client.createFunction({ id: "f", triggers: [event], concurrency: 5 }, handler)],
  [
    "concurrency.scope",
    client.createFunction(
      { id: "f", triggers: [event], concurrency: { limit: 1, scope: "account", key: "event.data.a" } },
      handler,
    ),
  ],
  [
    "concurrency.key",
    client.createFunction(
      { id: "f", triggers: [event], concurrency: { limit: 1, scope: "env", key: "event.data.a" } },
      handler,
    ),
  ],
  [
    "concurrency",
    client.createFunction(
      { id: "f", triggers: [event], concurrency: [{ limit: 1 }, { limit: 1, key: "event.data.a" }] },
      handler,
    ),
  ],
  [
    "concurrency.key",
    client.createFunction(
      { id: "f", triggers: [event], concurrency: { limit: 1, key: "event.data.a + event.data.b" } },
      handler,
    ),
  ],
  [
    "debounce.period",
    client.createFunction({ id: "f", triggers: [event], debounce: { period: "soon" as "1s" } }, handler),
  ],
  [
    "triggers.if",
    client.createFunction({ id: "f", triggers: [{ event: "a", if: "event.data.a" }] }, handler),
  ],
  ["triggers.event", client.createFunction({ id: "f", triggers: [{ event: "app/*" }] }, handler)],
  [
    "triggers.cron",
    client.createFunction({ id: "f", triggers: [{ cron: "TZ=Mars/Base 0 * * * *" }] }, handler),
  ],
  ["triggers.cron", client.createFunction({ id: "f", triggers: [{ cron: "* * * * * *" }] }, handler)],
  ["triggers", client.createFunction({ id: "f" }, handler)],
];

test.each(refusals)("%s outside the subset is refused, naming function and option", (option, fn) => {
  expect(() => readFunctions(client, [fn])).toThrow(
    `Function "f": the embedded engine does not support the option "${option}"`,
  );
});
