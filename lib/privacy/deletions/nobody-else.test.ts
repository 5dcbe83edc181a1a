import { afterAll, beforeAll, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { createRandom } from "@/sandbox/senders/random";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { carryOut, deletionOf, requestOf, runDeletion } from "@/tools/testing/run-deletions";
import { eventOf } from "@/tools/testing/run-erasures";
import { useSandbox } from "@/tools/testing/run-syncs";
import { whereIs } from "@/tools/testing/where-is";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

/** Ids that contain one another, differ in case, or are another person's with something added. */
const PEOPLE: readonly [string, ...string[]] = [
  "12",
  "128",
  "anna",
  "Anna",
  "anna@example.com",
  "anna@example.com.au",
  "x-anna",
  "ann",
  "ANNA",
];

test.each([1, 2, 3, 4].map((seed) => [seed]))(
  "whoever is deleted (seed %i), everybody else's events, bodies and identities are as before, and the other customer's too",
  async (seed) => {
    const random = createRandom(seed);
    const heapAppId = String(9_500 + seed);
    const source = await makeSource({ heapAppId });
    const other = await makeSource({ heapAppId: String(9_600 + seed) });
    await carryOut(source, heapAppId);
    const brazeIdOf = (person: string) => `${Buffer.from(person).toString("hex")}-${seed}`;
    const gone = random.pick(PEOPLE);

    for (let batch = 0; batch < 5; batch++) {
      const people = Array.from({ length: 12 }, () => random.pick(PEOPLE));
      await sendBatch(
        source,
        [...people, ...PEOPLE].map((person) => eventOf(person, brazeIdOf(person))),
      );
      await sendBatch(
        other,
        people.map((person) => eventOf(person, brazeIdOf(person))),
      );
      await forwardSlice(`sandbox:${heapAppId}`);
      await forwardSlice(`sandbox:${9_600 + seed}`);
    }
    const before = await everybodyBut(gone, source.id);
    const otherBefore = await everybodyBut("", other.id);

    await sendBatch(source, [deletionOf(brazeIdOf(gone))]);
    await forwardSlice(`sandbox:${heapAppId}`);
    await runDeletion((await requestOf(source.customerId)).id);

    expect(await requestOf(source.customerId)).toMatchObject({ state: "done" });
    expect(await everybodyBut(gone, source.id)).toEqual(before);
    expect(await everybodyBut("", other.id)).toEqual(otherBefore);
    const inHeap = sandbox.state.heap.apps.get(heapAppId)?.identities;
    expect([...(inHeap ?? [])].sort()).toEqual(PEOPLE.filter((person) => person !== gone).sort());
    expect(await prisma.event.count({ where: { sourceId: source.id, identity: gone } })).toBe(0);
    expect((await whereIs(pool, brazeIdOf(gone))).filter((place) => place !== "batch.body")).toEqual([]);
  },
);

/** The events in the books and in the bodies of a source, without those of one person. */
async function everybodyBut(person: string, sourceId: string) {
  const { rows: events } = await pool.query(
    `SELECT batch_id, index, identity, outcome, reason FROM event
     WHERE source_id = $1 AND identity IS NOT NULL AND identity <> $2 ORDER BY batch_id, index`,
    [sourceId, person],
  );
  const { rows } = await pool.query<{ body: Buffer }>(
    "SELECT body FROM batch WHERE source_id = $1 ORDER BY id",
    [sourceId],
  );
  const bodies = rows.flatMap(
    ({ body }) => JSON.parse(body.toString()).events as ReturnType<typeof eventOf>[],
  );
  const others = bodies.filter(({ user }) => user?.external_user_id && user.external_user_id !== person);
  return { events, others };
}
