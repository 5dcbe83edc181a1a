import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTestDestination, pageBody, postBody, readMembers } from "@/tools/testing/make-destination";
import { type Arrival, membersAfter } from "../../../tools/testing/membership-model";

const KEYS = ["a", "b", "c", "d"] as const;
const keys = fc.subarray([...KEYS]);

/** A task of one to three pages, or a drain, at a whole second. */
const story = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 5 }),
    drain: fc.constantFrom(true, false, false, false),
    pages: fc.array(fc.record({ add: keys, remove: keys }), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
);
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

function arrivalsOf(tasks: Story, spread: (index: number, at: number) => number): Arrival[] {
  return tasks.flatMap((task, index): Arrival[] => {
    const tsMs = spread(index, task.at);
    if (task.drain) return [{ kind: "drain", pageKey: `drain-${index}`, tsMs }];

    return task.pages.map(({ add, remove }, page) => ({
      kind: "page",
      taskId: `task-${index}`,
      pageKey: `${index}/${page}`,
      tsMs,
      add: add.filter((key) => !remove.includes(key)),
      remove,
    }));
  });
}

const wantedOf = (members: Map<string, boolean>) =>
  [...members]
    .filter(([, wanted]) => wanted)
    .map(([key]) => key)
    .sort();

test("every interleaving of pages, repeats, late tasks and drains leaves the same members wanted", () => {
  const shuffled = story.chain((tasks) => {
    const arrivals = arrivalsOf(tasks, (index, at) => at * 1_000 + index);
    const order = fc.shuffledSubarray(arrivals, { minLength: arrivals.length });
    return fc.tuple(fc.constant(arrivals), order, fc.array(fc.constantFrom(...arrivals), { maxLength: 4 }));
  });

  fc.assert(
    fc.property(shuffled, ([arrivals, order, repeats]) => {
      expect(wantedOf(membersAfter([...order, ...repeats]))).toEqual(wantedOf(membersAfter(arrivals)));
    }),
    { numRuns: 2_000 },
  );
});

test("PostgreSQL matches the model, whatever arrives in whatever order, and its counts are right", async () => {
  const destination = await createTestDestination();
  const startMs = Date.now() - 60_000;
  const sequences = story.chain((tasks) => {
    // Several tasks may share a millisecond here: then the first to arrive is the older one, in both.
    const arrivals = arrivalsOf(tasks, (_, at) => startMs + at);
    return fc.array(fc.constantFrom(...arrivals), { minLength: 1, maxLength: 10 });
  });

  await fc.assert(
    fc.asyncProperty(sequences, async (arrivals) => {
      const run = randomUUID();
      let segmentId = "";
      for (const arrival of arrivals) {
        const body =
          arrival.kind === "drain"
            ? pageBody({ segment: run, drain: true, idToken: arrival.pageKey })
            : pageBody({
                segment: run,
                task: `${run}-${arrival.taskId}`,
                page: Number(arrival.pageKey.split("/")[1]) + 1,
                total: 3,
                add: arrival.add,
                remove: arrival.remove,
              });
        const accepted = await postBody(destination, body, arrival.tsMs);
        if ("segmentId" in accepted) segmentId = accepted.segmentId;
      }

      const members = await readMembers(segmentId);
      expect(members.wanted).toEqual(wantedOf(membersAfter(arrivals)));
      expect(members.counts).toEqual(members.realCounts);
    }),
    { numRuns: 60 },
  );
});

test("many pages at once leave the counts right, and the newest task decides", async () => {
  const destination = await createTestDestination();
  const startMs = Date.now() - 60_000;
  const bodies = Array.from({ length: 12 }, (_, index) => ({
    body: pageBody({ task: `t${index}`, ...(index % 2 ? { add: KEYS } : { remove: KEYS }) }),
    tsMs: startMs + index,
  }));

  const results = await Promise.all(
    bodies.toReversed().map(({ body, tsMs }) => postBody(destination, body, tsMs)),
  );

  const [first] = results;
  const members = await readMembers(first && "segmentId" in first ? first.segmentId : "");
  expect(members.wanted).toEqual([...KEYS]);
  expect(members.counts).toEqual(members.realCounts);
});
