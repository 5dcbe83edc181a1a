import { packEventsFor } from "@/lib/forwarding/packs/pack-events";
import { pool } from "@/lib/kernel/database";
import { makePackWeeks } from "@/lib/kernel/event-weeks";
import { asOwner } from "../testing/owner";
import { readSizes, type Size } from "./table-sizes";

/** Long enough ago to be packed, and kept. */
const DAYS_AGO = 35;

/** Once, before anything is stored: past weeks have partitions of their own, as in a database that has had weeks for long. */
export async function preparePastWeeks(): Promise<void> {
  await asOwner("SELECT drop_event_weeks(current_date)");
  await asOwner("SELECT make_event_weeks(current_date - 56, current_date)");
}

export interface Packed {
  /** What the packs take, by part. */
  sizes: Size[];
  seconds: number;
  walBytes: number;
}

/** Stores the events of a source once more as those of a past week, and packs them as the function does. */
export async function packOldCopies(sourceId: string, readWalBytes: () => Promise<number>): Promise<Packed> {
  await pool.query(
    `INSERT INTO batch (id, customer_id, source_id, digest, byte_size, state, accepted, forwarded, filtered, duplicate, quarantined,
                        received_at, done_at)
     SELECT ${past("id")}, customer_id, source_id, sha256(digest), 0, state, accepted, forwarded, filtered, duplicate, quarantined,
            received_at - interval '${DAYS_AGO} days', done_at - interval '${DAYS_AGO} days'
     FROM batch WHERE source_id = $1`,
    [sourceId],
  );
  await pool.query(
    `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, type, name, identity, occurred_at, outcome, field, reason,
                        delivery_id, recorded_at)
     SELECT ${past("batch_id")}, index, customer_id, source_id, event_id, type, name, identity, occurred_at, outcome, field, reason,
            delivery_id, recorded_at - interval '${DAYS_AGO} days'
     FROM event WHERE source_id = $1`,
    [sourceId],
  );
  await pool.query("UPDATE event_packing SET packed_until = NULL, shrunk_until = NULL");
  const before = await readSizes();
  const [startedMs, walBytes] = [performance.now(), await readWalBytes()];
  await makePackWeeks();
  while ((await packEventsFor(60)) > 0);
  const seconds = (performance.now() - startedMs) / 1_000;
  const walOfPacking = (await readWalBytes()) - walBytes;
  await asOwner("VACUUM (ANALYZE) event_pack");

  const sizes = (await readSizes()).filter(({ table }) => table === "event_pack");
  const bytesBefore = (part: string) =>
    before.find((size) => size.table === "event_pack" && size.part === part)?.bytes ?? 0;
  return {
    sizes: sizes.map((size) => ({ ...size, bytes: size.bytes - bytesBefore(size.part) })),
    seconds,
    walBytes: walOfPacking,
  };
}

/** The id that it would have had then, in SQL. */
function past(id: string): string {
  return `overlay(${id}::text PLACING left(lowest_id_of(current_date - ${DAYS_AGO})::text, 13) FROM 1 FOR 13)::uuid`;
}
