import { afterEach, expect, test } from "vitest";
import { type StartSpan, setStartSpan } from "@/lib/kernel/tracing/traced";
import { EVENTS, type TributaryEvent } from "../events";
import { runSlices } from "./run-slices";

afterEach(() => setStartSpan(undefined));

const goOn = { name: EVENTS.replayRequested, data: { replayId: "7", customerId: "8" } } as const;

/** Notes what a function asks of its engine, in order. */
function noteSteps() {
  const asked: string[] = [];
  const step = {
    run: async (id: string, work: () => Promise<unknown>) => {
      asked.push(id);
      return work();
    },
    sleep: async (id: string, time: string) => void asked.push(`${id} ${time}`),
    sendEvent: async (id: string, event: TributaryEvent) => void asked.push(`${id} ${event.name}`),
  };
  return { asked, step };
}

test("slices run until one is done, with the waits they ask for, under the names of their steps", async () => {
  const { asked, step } = noteSteps();
  const said = [
    { done: false, waitSeconds: 0 },
    { done: false, waitSeconds: 30 },
    { done: true, waitSeconds: 0 },
  ];
  let count = 0;
  const results = await runSlices(step, {
    stepName: "replay",
    spanName: "replay slice",
    runSlice: async () => said[count++] ?? { done: true, waitSeconds: 0 },
    afterSlice: async (result, slice) => void asked.push(`after ${slice} ${result.done}`),
    goOn,
  });

  expect(results).toEqual(said);
  expect(asked).toEqual([
    "replay-1",
    "after 1 false",
    "replay-2",
    "after 2 false",
    "wait-2 30s",
    "replay-3",
    "after 3 true",
  ]);
});

test("a run that takes over is linked to what asked for the first one", async () => {
  const { step } = noteSteps();
  const sent: TributaryEvent[] = [];
  const endless = { runSlice: async () => ({ done: false, waitSeconds: 0 }), goOn, mostSlices: 1 };
  const noting = { ...step, sendEvent: async (_id: string, event: TributaryEvent) => void sent.push(event) };
  await runSlices(noting, { ...endless, stepName: "push", spanName: "sync slice", cause: "00-1-2-01" });
  expect(sent).toEqual([{ ...goOn, data: { ...goOn.data, traceparent: "00-1-2-01" } }]);
});

test("a job that is never done hands over to a fresh run", async () => {
  const { asked, step } = noteSteps();
  const endless = {
    stepName: "push",
    spanName: "sync slice",
    runSlice: async () => ({ done: false, waitSeconds: 0 }),
    goOn,
  };
  expect(await runSlices(step, { ...endless, mostSlices: 2 })).toHaveLength(2);
  expect(asked).toEqual(["push-1", "push-2", "go-on replay/requested"]);
  expect(await runSlices(noteSteps().step, endless)).toHaveLength(20);
});

test("each slice is a span that says what came of it", async () => {
  const spans: Record<string, unknown>[] = [];
  setStartSpan(((name: string) => {
    const span: Record<string, unknown> = { name };
    spans.push(span);
    return { setAttribute: (field: string, value: unknown) => (span[field] = value), end: () => {} };
  }) as unknown as StartSpan);

  const runSlice = async () => ({ done: true, waitSeconds: 0, accepted: 3 });
  await runSlices(noteSteps().step, { stepName: "push", spanName: "sync slice", runSlice, goOn });
  expect(spans).toEqual([{ name: "sync slice", done: true, waitSeconds: 0, accepted: 3 }]);
});
