import { v7 as uuidv7 } from "uuid";
import { pool, type Transaction } from "@/lib/kernel/database";
import type { HopKind } from "@/lib/setup/proven-hops/hop-kinds";
import { NEWLY_PROVEN } from "./newly-proven";

/**
 * Records every hop proven since the last time, for all customers in one statement, so that retention, which prunes
 * the requests that proved them, cannot un-prove them.
 * @returns how many were new
 */
export async function recordProvenHops(): Promise<number> {
  const { rowCount } = await pool.query(
    `INSERT INTO "check" (id, customer_id, source_id, destination_id, kind, detail, proven_at)
     SELECT gen_random_uuid(), customer_id, source_id, destination_id, kind, detail, proven_at
     FROM (
       SELECT DISTINCT ON (COALESCE(source_id, destination_id), kind) *
       FROM (${NEWLY_PROVEN}) fact
       ORDER BY COALESCE(source_id, destination_id), kind, proven_at
     ) first
     ON CONFLICT DO NOTHING`,
    [null],
  );
  return rowCount ?? 0;
}

/** Braze accepted a Data Import Key that was tried. */
export const KEY_PROOF = { kind: "braze_key_accepted", detail: "Proven by a test of the key." } as const;

/** Records a hop proven by the request of this transaction. One that is already proven stays unchanged. */
export async function proveHop(
  tx: Transaction,
  proven: { customerId: string; kind: HopKind; detail: string } & (
    | { sourceId: string }
    | { destinationId: string }
  ),
): Promise<void> {
  await tx.check.createMany({ data: [{ id: uuidv7(), ...proven }], skipDuplicates: true });
}
