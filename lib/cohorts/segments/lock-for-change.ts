import { type LockedSegment, lockSegmentRow } from "@/lib/cohorts/locks/lock-segment-row";
import { assertVersion } from "@/lib/kernel/api/version";
import { assertOpen } from "@/lib/kernel/customers/require-customer";
import type { Sql } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";

/**
 * Locks a segment's destination and then the segment, for a change by a person.
 * @throws TributaryError `not_found`, also for a segment of another customer; `conflict` for an outdated version, and
 *   when the customer is archived
 */
export async function lockForChange(
  sql: Sql,
  change: { customerId: string; segmentId: string; version?: number },
): Promise<LockedSegment> {
  await sql.query(
    `SELECT 1 FROM destination
     WHERE id = (SELECT destination_id FROM segment WHERE id = $1::uuid AND customer_id = $2::uuid)
     FOR NO KEY UPDATE`,
    [change.segmentId, change.customerId],
  );
  const segment = await lockSegmentRow(sql, change.segmentId, change.customerId);
  if (!segment) throw new TributaryError("not_found", "There is no such segment.");

  assertOpen({ state: segment.customerState });
  if (change.version !== undefined) assertVersion(segment.version, change.version);
  return segment;
}
