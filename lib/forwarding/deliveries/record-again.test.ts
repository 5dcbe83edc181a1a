import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { type SettledEntry, unreadableEntry } from "@/lib/forwarding/batches/map-batch";
import { markKnown } from "@/lib/forwarding/batches/mark-known";
import { pool } from "@/lib/kernel/database";
import { booksOf } from "@/tools/testing/forward-events";
import { findHistoryFaults } from "@/tools/testing/history-faults";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import { recordOutcomes } from "./record-outcomes";

const DAY_MS = 86_400_000;
const EVENTS = 6;
/** How many of them are in the books before the others are recorded. */
const KNOWN = 2;

/** When a batch was received whose events are in each kind of partition. */
const PARTITIONS = [
  { partition: "the week that it is", days: 0 },
  { partition: "a week to come", days: 7 },
  { partition: "no week at all", days: 400 },
  { partition: "the first one, which has what was before there were weeks", days: -100 },
  // Each time a table takes the place of the one before, and PostgreSQL names its indexes in another way.
  { partition: "one whose packed events were taken out, once or again", days: -100, isShrunk: true },
];

let lastAppId = 9_850;

/** A batch of a new source, received so many days from now. */
async function makeBatch(days: number): Promise<{ source: TestSource; batchId: string }> {
  const source = await makeSource({ heapAppId: String(++lastAppId) });
  await sendBatch(
    source,
    Array.from({ length: EVENTS }, (_, n) => `event ${n}`),
  );
  const batchId = uuidv7({ msecs: Date.now() + days * DAY_MS });
  await pool.query("UPDATE batch SET id = $2 WHERE source_id = $1", [source.id, batchId]);
  return { source, batchId };
}

/** Records some events that were looked for before any of them was in the books. */
async function prepareRecording(
  { source, batchId }: { source: TestSource; batchId: string },
  areNamed: boolean,
) {
  const entries: SettledEntry[] = Array.from({ length: EVENTS }, (_, index) => ({
    ...unreadableEntry(batchId, index),
    eventId: areNamed ? `${batchId}/${index}` : null,
  }));
  const marked = await markKnown(source.id, entries);
  return (count: number) => recordOutcomes(source, marked.slice(0, count), []);
}

for (const { partition, days, isShrunk } of PARTITIONS) {
  test.each([
    { what: "alone, without ids", sources: 1, areNamed: false },
    { what: "alone, with ids", sources: 1, areNamed: true },
    { what: "together with others, without ids", sources: 4, areNamed: false },
    { what: "together with others, with ids", sources: 4, areNamed: true },
  ])(
    `in ${partition}, $what: events that are in the books by now stay as they are, and those beside them are recorded`,
    async ({ sources, areNamed }) => {
      if (isShrunk) {
        const { rows } = await asOwner("SELECT name FROM event_weeks() WHERE name LIKE 'event\\_before\\_%'");
        await asOwner(`SELECT shrink_event_week('${rows[0].name}')`);
      }
      const batches = await Promise.all(Array.from({ length: sources }, () => makeBatch(days)));
      const record = await Promise.all(batches.map((batch) => prepareRecording(batch, areNamed)));
      await record[0]?.(KNOWN);

      const recorded = await Promise.all(record.map((one) => one(EVENTS)));
      expect(recorded).toEqual([EVENTS - KNOWN, ...Array(sources - 1).fill(EVENTS)]);
      for (const { source } of batches) {
        expect(await booksOf(source.id)).toMatchObject({ quarantined: EVENTS, duplicate: 0, done: true });
        expect(await findHistoryFaults(pool, source.customerId)).toEqual([]);
      }
    },
  );
}
