import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { inTransaction, pool } from "@/lib/kernel/database";
import { log } from "@/lib/kernel/log";
import { counted } from "@/lib/kernel/words";

/**
 * What may wait of one customer. Twenty million events in full batches, which is more than Heap takes of one app in a
 * day; beyond it a flood would grow into everyone's database. Braze keeps what is answered 503 and sends it again.
 */
const MAX_WAITING_BYTES = 5 * 1024 ** 3;
const MAX_WAITING_BATCHES = 200_000;

/** Room again only below this share of the limit, so that it does not come and go with each batch. */
const ROOM_AGAIN_SHARE = 0.9;

/** What waits is measured each time this process has accepted this many bytes or batches of one customer. */
const MEASURE_EACH_BYTES = 256 * 1024 ** 2;
const MEASURE_EACH_BATCHES = 10_000;

/** What one customer has waiting; counting ends a little beyond the limit. */
export interface Waiting {
  batches: number;
  bytes: number;
}

/** Accepted by this process since the last measurement, by customer. */
const tallies = new Map<string, Waiting>();

/** Counts an accepted batch, and measures what waits of its customer now and then. Never throws and never waits. */
export function tallyAccepted(customerId: string, bytes: number): void {
  const tally = tallies.get(customerId) ?? { batches: 0, bytes: 0 };
  tally.batches += 1;
  tally.bytes += bytes;
  tallies.set(customerId, tally);
  if (tally.batches < MEASURE_EACH_BATCHES && tally.bytes < MEASURE_EACH_BYTES) return;

  tallies.delete(customerId);
  measureWaiting(customerId).catch((err: Error) =>
    log.warn({ customerId, err }, "how much of a customer's data is waiting could not be measured"),
  );
}

/**
 * Measures what waits of a customer, notes whether it is too much, and opens or resolves the alert that says so. From
 * then on `acceptBatch` stores nothing more of it, or stores again.
 */
export async function measureWaiting(customerId: string): Promise<void> {
  await inTransaction(async (sql) => {
    const customers = await sql.query<{ name: string; fullSince: Date | null }>(
      `SELECT name, full_since AS "fullSince" FROM customer WHERE id = $1 FOR NO KEY UPDATE`,
      [customerId],
    );
    const [customer] = customers.rows;
    if (!customer) return;

    const measured = await sql.query<Waiting>(WAITING, [customerId, MAX_WAITING_BATCHES + 1]);
    const waiting = measured.rows[0] ?? { batches: 0, bytes: 0 };
    const isFull = isTooMuch(waiting, customer.fullSince !== null);
    if (isFull !== (customer.fullSince !== null)) {
      await sql.query("UPDATE customer SET full_since = CASE WHEN $2::boolean THEN now() END WHERE id = $1", [
        customerId,
        isFull,
      ]);
    }
    const about = { customerId, kind: "too_much_waiting", subject: customerId } as const;
    if (!isFull) return resolveAlert(sql, about);
    await openAlert(sql, {
      ...about,
      occurredAt: customer.fullSince ?? undefined,
      message: `“${customer.name}” has so much queued for Heap (over ${inGigabytes(waiting.bytes)} in ${counted(waiting.batches, "batch", "batches")}) that no more is accepted.`,
      cause: "Braze sends more than Heap accepts, or Heap accepts nothing.",
      nextAction:
        "Check this customer’s other alerts first, and Heap’s limit on the overview: every event that is forwarded makes room. Until then, Braze gets a 503, keeps its events and retries for a while. If you do not want these events, pause the Current in Braze.",
    });
  });
}

/** Measures again the customers that have too much waiting: it drains while nothing more is accepted. */
export async function measureFullCustomers(): Promise<number> {
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM customer WHERE full_since IS NOT NULL");
  for (const { id } of rows) await measureWaiting(id);
  return rows.length;
}

/** Decides whether a customer has too much waiting. Pure. */
export function isTooMuch({ batches, bytes }: Waiting, wasTooMuch: boolean): boolean {
  const share = wasTooMuch ? ROOM_AGAIN_SHARE : 1;
  return batches > MAX_WAITING_BATCHES * share || bytes > MAX_WAITING_BYTES * share;
}

function inGigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

const WAITING = `
  SELECT count(*)::int AS batches, COALESCE(sum(byte_size), 0)::float8 AS bytes FROM (
    SELECT b.byte_size FROM source s JOIN batch b ON b.source_id = s.id AND b.state = 'pending'
    WHERE s.customer_id = $1 LIMIT $2
  ) waiting`;
