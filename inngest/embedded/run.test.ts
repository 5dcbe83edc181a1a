import { NonRetriableError, RetryAfterError } from "inngest";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { settled, startTestEngine, testClient } from "../../tools/testing/run-engine";

const client = testClient();
const trigger = { event: "test/go" };

async function statuses(): Promise<string[]> {
  const { rows } = await pool.query<{ status: string }>("SELECT status FROM engine_run ORDER BY event_seq");
  return rows.map((row) => row.status);
}

test("steps run in order, once each, with the results of earlier ones", async () => {
  const seen: unknown[] = [];
  const fn = client.createFunction({ id: "steps", triggers: [trigger] }, async ({ event, step }) => {
    const first = await step.run("first", () => seen.push(event.data.name));
    const second = await step.run("second", () => ({ sum: first + 1, nothing: undefined }));
    await step.run("third", () => seen.push(second));
    await step.sendEvent("tell", { name: "test/told", data: { second } });
  });
  const listener = client.createFunction(
    { id: "listener", triggers: [{ event: "test/told" }] },
    ({ event }) => {
      seen.push(event.data);
    },
  );
  await startTestEngine(client, [fn, listener]);

  const { ids } = await client.send({ name: "test/go", data: { name: "Ada" } });
  await settled();

  expect(ids).toHaveLength(1);
  expect(seen).toEqual(["Ada", { sum: 2 }, { second: { sum: 2 } }]);
  expect(await statuses()).toEqual(["done", "done"]);
});

test("parallel steps all run, and the run waits for a parallel sleep", async () => {
  const seen: string[] = [];
  const fn = client.createFunction({ id: "parallel", triggers: [trigger] }, async ({ step }) => {
    const results = await Promise.all([
      step.run("a", () => seen.push("a") && "A"),
      step.run("b", () => seen.push("b") && "B"),
      step.sleep("nap", "1s"),
    ]);
    await step.run("after", () => seen.push(JSON.stringify(results)));
  });
  await startTestEngine(client, [fn]);

  await client.send({ name: "test/go", data: {} });
  await settled();

  expect(seen.slice(0, 2).sort()).toEqual(["a", "b"]);
  expect(seen.slice(2)).toEqual(['["A","B",null]']);
});

test("a step is tried again up to its retries, and attempts are counted per step", async () => {
  const attempts: string[] = [];
  const fn = client.createFunction(
    { id: "retries", retries: 2, triggers: [trigger] },
    async ({ attempt, step }) => {
      await step.run("second time lucky", () => {
        attempts.push(`a${attempt}`);
        if (attempt < 1) throw new Error("not yet");
      });
      await step.run("third time lucky", () => {
        attempts.push(`b${attempt}`);
        if (attempt < 2) throw new Error("not yet");
      });
    },
  );
  await startTestEngine(client, [fn]);

  await client.send({ name: "test/go", data: {} });
  await settled();

  expect(attempts).toEqual(["a0", "a1", "b0", "b1", "b2"]);
  expect(await statuses()).toEqual(["done"]);
});

test("parallel steps are retried one by one", async () => {
  const attempts: string[] = [];
  const fn = client.createFunction(
    { id: "parallel-retries", retries: 1, triggers: [trigger] },
    async ({ attempt, step }) => {
      await Promise.all([
        step.run("good", () => attempts.push("good")),
        step.run("bad", () => {
          attempts.push(`bad${attempt}`);
          if (attempt < 1) throw new Error("not yet");
        }),
      ]);
    },
  );
  await startTestEngine(client, [fn]);

  await client.send({ name: "test/go", data: {} });
  await settled();

  expect(attempts.sort()).toEqual(["bad0", "bad1", "good"]);
  expect(await statuses()).toEqual(["done"]);
});

test("the function can catch the error of a step that used up its attempts or cannot be retried", async () => {
  const caught: string[] = [];
  const fn = client.createFunction({ id: "catches", retries: 1, triggers: [trigger] }, async ({ step }) => {
    await step
      .run("hopeless", () => Promise.reject(new Error("again and again")))
      .catch((err) => caught.push(err.message));
    await step
      .run("final", () => Promise.reject(new NonRetriableError("never")))
      .catch((err) => caught.push(err.message));
  });
  await startTestEngine(client, [fn]);

  await client.send({ name: "test/go", data: {} });
  await settled();

  expect(caught.slice(-2)).toEqual(["again and again", "never"]);
  expect(await statuses()).toEqual(["done"]);
});

test("RetryAfterError sets when to try again, instead of the back-off", async () => {
  const calls: number[] = [];
  const fn = client.createFunction({ id: "later", triggers: [trigger] }, async ({ step }) => {
    await step.run("throttled", () => {
      if (calls.push(Date.now()) === 1) throw new RetryAfterError("slow down", "1s");
    });
  });
  const never = 3_600_000;
  await startTestEngine(client, [fn], { timing: { retryDelayMs: () => never } });

  await client.send({ name: "test/go", data: {} });
  await settled();

  expect(calls).toHaveLength(2);
});

test("a function that throws outside of steps is retried, then fails; at once if it cannot be retried", async () => {
  const calls: string[] = [];
  const retried = client.createFunction({ id: "throws", retries: 2, triggers: [trigger] }, () => {
    calls.push("throws");
    throw new Error("no");
  });
  const final = client.createFunction({ id: "gives-up", retries: 2, triggers: [trigger] }, () => {
    calls.push("gives up");
    throw new NonRetriableError("never");
  });
  await startTestEngine(client, [retried, final]);

  await client.send({ name: "test/go", data: {} });
  await settled();

  expect(calls.sort()).toEqual(["gives up", "throws", "throws", "throws"]);
  expect(await statuses()).toEqual(["failed", "failed"]);
});

test("onFailure gets the function, the run, the error and the original event", async () => {
  const failures: Record<string, unknown>[] = [];
  const fn = client.createFunction(
    {
      id: "breaks",
      retries: 0,
      triggers: [trigger],
      onFailure: ({ event, error }) => {
        failures.push({ ...event.data, seen: error.message });
      },
    },
    async ({ step }) => {
      await step.run("break", () => Promise.reject(new Error("broken")));
    },
  );
  const other = client.createFunction(
    {
      id: "other",
      triggers: [{ event: "test/other" }],
      onFailure: () => void failures.push({ wrong: true }),
    },
    () => {},
  );
  await startTestEngine(client, [fn, other]);

  await client.send({ id: "the-event", name: "test/go", data: { which: 7 } });
  await settled();

  expect(failures).toEqual([
    {
      function_id: "test-breaks",
      run_id: expect.any(String),
      error: expect.objectContaining({ message: "broken" }),
      event: expect.objectContaining({ id: "the-event", name: "test/go", data: { which: 7 } }),
      seen: "broken",
    },
  ]);
});

test("a step kind outside the subset fails the run and is named", async () => {
  const fn = client.createFunction({ id: "waits", triggers: [trigger] }, async ({ step }) => {
    await step.waitForEvent("answer", { event: "test/answer", timeout: "1h" });
  });
  await startTestEngine(client, [fn]);

  await client.send({ name: "test/go", data: {} });
  await settled();

  const { rows } = await pool.query("SELECT error FROM engine_run");
  expect(rows[0].error.message).toContain('"test-waits": the embedded engine does not support WaitForEvent');
});

test("text that PostgreSQL's jsonb refuses passes through events and steps", async () => {
  const seen: unknown[] = [];
  const fn = client.createFunction({ id: "odd-text", triggers: [trigger] }, async ({ event, step }) => {
    const text = await step.run("echo", () => event.data.text);
    await step.run("keep", () => seen.push(text));
  });
  await startTestEngine(client, [fn]);

  await client.send({ name: "test/go", data: { text: "a\u0000b" } });
  await settled();

  expect(seen).toEqual(["a\u0000b"]);
});

test("a wake-up that arrives just as its run is being released is not lost", async () => {
  const fn = client.createFunction({ id: "stubborn", retries: 10, triggers: [trigger] }, ({ attempt }) => {
    if (attempt < 10) throw new Error("not yet");
  });
  await startTestEngine(client, [fn], { timing: { retryDelayMs: () => 1, sweepSeconds: 3600 } });

  await client.send(Array.from({ length: 20 }, () => ({ name: "test/go", data: {} })));
  await settled();

  expect(await statuses()).toEqual(Array.from({ length: 20 }, () => "done"));
});
