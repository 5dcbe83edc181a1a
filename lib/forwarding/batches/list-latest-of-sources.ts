import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";

/** The input of a list of one kind of record of a customer's sources. */
export interface LatestInput {
  customerId: string;
  sourceId?: string;
  state?: string;
  limit: number;
  cursor?: string;
}

/**
 * One page of the records of one kind of a customer's sources, latest first (their ids are UUIDv7).
 * @param kind its table with its type of state, and the columns of a row; all three are trusted, never from a caller
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listLatestOfSources<Row extends { id: string }, View>(
  ctx: Ctx,
  input: LatestInput,
  kind: { table: "batch" | "delivery"; stateType: "batch_state" | "call_state"; columns: string },
  toView: (row: Row) => View,
): Promise<Page<View>> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, z.uuid());
  await requireCustomer(input.customerId);

  // Reads the latest rows of each source backwards by its index; only those few are merged.
  const { rows } = await pool.query<Row>(
    `SELECT ${kind.columns}
     FROM source s
     CROSS JOIN LATERAL (
       SELECT * FROM ${kind.table}
       WHERE source_id = s.id
         AND ($3::${kind.stateType} IS NULL OR state = $3::${kind.stateType})
         AND ($4::uuid IS NULL OR id < $4::uuid)
       ORDER BY id DESC
       LIMIT $5
     ) r
     WHERE s.customer_id = $1 AND ($2::uuid IS NULL OR s.id = $2::uuid)
     ORDER BY r.id DESC
     LIMIT $5`,
    [input.customerId, input.sourceId ?? null, input.state ?? null, before, input.limit + 1],
  );
  return toPage(rows, input.limit, (row) => row.id, toView);
}
