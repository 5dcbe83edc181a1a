import type { Sql } from "@/lib/kernel/database";
import { DESTINATION_HOLD, type DestinationHold } from "@/lib/kernel/holds/hold-rule";
import type { CustomerState, IdentifierKind, SegmentMode } from "@/prisma/generated/enums";

export interface LockedSegment {
  id: string;
  customerId: string;
  destinationId: string;
  name: string;
  mode: SegmentMode;
  identifierKind: IdentifierKind | null;
  aliasLabel: string | null;
  version: number;
  /** The customer is archived: nothing of it may change. */
  customerState: CustomerState;
  /** Why nothing may be pushed for now, to be shown; null when pushing is allowed. */
  hold: DestinationHold | null;
}

/**
 * Locks a segment's row until the end of the transaction. Do this before changing its members, counts or syncs.
 * @param customerId if given, a segment of another customer is not found
 */
export async function lockSegmentRow(
  sql: Sql,
  segmentId: string,
  customerId: string | null = null,
): Promise<LockedSegment | null> {
  const { rows } = await sql.query<LockedSegment>(
    `SELECT s.id, s.customer_id AS "customerId", s.destination_id AS "destinationId", s.name, s.mode,
            s.identifier_kind AS "identifierKind", s.alias_label AS "aliasLabel", s.version,
            c.state AS "customerState", ${DESTINATION_HOLD} AS hold
     FROM segment s JOIN destination d ON d.id = s.destination_id JOIN customer c ON c.id = s.customer_id
     WHERE s.id = $1::uuid AND ($2::uuid IS NULL OR s.customer_id = $2::uuid)
     FOR NO KEY UPDATE OF s`,
    [segmentId, customerId],
  );
  return rows[0] ?? null;
}
