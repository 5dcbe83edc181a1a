import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { inTransaction, pool, type Sql } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";

/** The answer to whoever sends more than a customer may store in a day. */
export const TOO_MUCH_STORED =
  "So much was stored for this customer in the last 24 hours that nothing more is accepted for now; send it again later.";

/** What rows and their indexes take beyond the bodies, roughly; small bodies can make many of them. */
const ROW_BYTES = 1_000;
const EVENT_BYTES = 400;
const MEMBER_BYTES = 200;

/** Room again only below this share of the limit, so that it does not come and go with each batch. */
const ROOM_AGAIN_SHARE = 0.9;

/** A process notes what it stored of a customer each time it was this much, or this long ago. */
const NOTE_EACH_BYTES = 64 * 1024 ** 2;
const NOTE_EACH_SECONDS = 60;

/** What one accepted request stored. */
export interface Stored {
  bytes: number;
  events?: number;
  members?: number;
}

interface Tally {
  bytes: number;
  sinceMs: number;
}

/** Stored by this process and not noted yet, by customer. */
const tallies = new Map<string, Tally>();

/**
 * Counts what a request stored towards its customer's share of a day, and notes it in the database now and then: a
 * counter that each request changes would make them wait for each other. Never throws and never waits.
 */
export function tallyStored(customerId: string, stored: Stored): void {
  const tally = tallies.get(customerId) ?? { bytes: 0, sinceMs: Date.now() };
  tally.bytes += weightOf(stored);
  tallies.set(customerId, tally);
  if (tally.bytes < NOTE_EACH_BYTES && Date.now() - tally.sinceMs < NOTE_EACH_SECONDS * 1_000) return;

  tallies.delete(customerId);
  noteStored(customerId, tally.bytes).catch((err: Error) =>
    log.warn({ customerId, err }, "what a customer stored could not be noted"),
  );
}

/** What a request takes in the database, roughly, in bytes. Pure. */
export function weightOf({ bytes, events = 0, members = 0 }: Stored): number {
  return bytes + ROW_BYTES + events * EVENT_BYTES + members * MEMBER_BYTES;
}

/**
 * Adds to what was stored of a customer in this hour, notes whether the last 24 hours are more than its share, and
 * opens or resolves the alert that says so. From then on nothing more of it is stored, or is stored again.
 */
export async function noteStored(customerId: string, bytes: number): Promise<void> {
  await inTransaction(async (sql) => {
    const customers = await sql.query<{ name: string; spentSince: Date | null }>(
      `SELECT name, spent_since AS "spentSince" FROM customer WHERE id = $1 FOR NO KEY UPDATE`,
      [customerId],
    );
    const [customer] = customers.rows;
    if (!customer) return;

    const storedBytes = await addHour(sql, customerId, bytes);
    const isSpent = isTooMuchStored(storedBytes, customer.spentSince !== null);
    if (isSpent !== (customer.spentSince !== null)) {
      await sql.query(
        "UPDATE customer SET spent_since = CASE WHEN $2::boolean THEN now() END WHERE id = $1",
        [customerId, isSpent],
      );
    }
    const about = { customerId, kind: "too_much_stored", subject: customerId } as const;
    if (!isSpent) return resolveAlert(sql, about);
    await openAlert(sql, {
      ...about,
      occurredAt: customer.spentSince ?? undefined,
      message: `So much was stored for “${customer.name}” in 24 hours (over ${env().CUSTOMER_GB_PER_DAY} GB) that no more is accepted.`,
      cause: "Braze, Heap or someone who knows one of this customer’s URLs is sending far more than usual.",
      nextAction:
        "Find out in Setup which endpoint receives it. If you do not want it, rotate that endpoint or pause the Current in Braze; if you do, ask the operator of Tributary to raise CUSTOMER_GB_PER_DAY. What was accepted is kept and processed. Braze and Heap get a 503 and retry; there is room again once the busy hours are a day old.",
    });
  });
}

/** The sum of the last 24 hours, with these bytes; older hours are deleted. */
async function addHour(sql: Sql, customerId: string, bytes: number): Promise<number> {
  await sql.query("DELETE FROM stored_hour WHERE customer_id = $1 AND hour <= now() - interval '24 h'", [
    customerId,
  ]);
  if (bytes > 0) {
    await sql.query(
      `INSERT INTO stored_hour (customer_id, hour, bytes) VALUES ($1, date_trunc('hour', now()), $2)
       ON CONFLICT (customer_id, hour) DO UPDATE SET bytes = stored_hour.bytes + EXCLUDED.bytes`,
      [customerId, Math.round(bytes)],
    );
  }
  const { rows } = await sql.query<{ bytes: number }>(
    "SELECT COALESCE(sum(bytes), 0)::float8 AS bytes FROM stored_hour WHERE customer_id = $1",
    [customerId],
  );
  return rows[0]?.bytes ?? 0;
}

/** Looks again at the customers that have stored too much: their oldest hours become a day old. */
export async function measureSpentCustomers(): Promise<number> {
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM customer WHERE spent_since IS NOT NULL");
  for (const { id } of rows) await noteStored(id, 0);
  return rows.length;
}

/** Decides whether a customer has stored too much in 24 hours. Pure. */
export function isTooMuchStored(bytes: number, wasTooMuch: boolean): boolean {
  return bytes > env().CUSTOMER_GB_PER_DAY * 1024 ** 3 * (wasTooMuch ? ROOM_AGAIN_SHARE : 1);
}
