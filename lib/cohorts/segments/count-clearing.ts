import { z } from "zod";
import { IDENTIFIER_KIND } from "@/lib/cohorts/members/identifier-of-members";
import { MAY_HAVE_ATTRIBUTE } from "@/lib/cohorts/members/may-have-attribute";
import { readCallLimit } from "@/lib/cohorts/syncs/call-limit";
import { secondsOfWaiting } from "@/lib/cohorts/syncs/time-under-limit";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { maxMembersPerCall } from "@/lib/vendors/braze/membership-client";
import type { DestinationKind, IdentifierKind } from "@/prisma/generated/enums";

/** What it takes to take a segment's attribute away from everybody. */
export const clearingView = z
  .strictObject({
    /** Null before the first sync, and for a cohort. */
    attributeName: z.string().nullable(),
    /** Users who may have the attribute: each costs a data point, on contracts that count them. */
    users: z.int().min(0),
    calls: z.int().min(0),
    /** How long the calls wait for Braze's limit at least; null while Braze has reported none. */
    waitSeconds: z.int().min(0).nullable(),
  })
  .meta({ id: "Clearing" });

export type ClearingView = z.infer<typeof clearingView>;

interface Row {
  attributeName: string | null;
  users: number;
  destinationId: string;
  kind: DestinationKind;
  identifierKind: IdentifierKind;
}

/**
 * Counts what `clearSegment` would send, without changing anything.
 * @throws TributaryError `forbidden`; `not_found`, also for a segment of another customer
 */
export async function countClearing(
  ctx: Ctx,
  { customerId, segmentId }: { customerId: string; segmentId: string },
): Promise<ClearingView> {
  requireRole(ctx, "viewer");
  const { rows } = await pool.query<Row>(
    `SELECT s.attribute_name AS "attributeName", d.id AS "destinationId", d.kind, ${IDENTIFIER_KIND} AS "identifierKind",
            CASE WHEN d.kind = 'attribute' AND s.attribute_name IS NOT NULL
                 THEN (SELECT count(*) FROM member m WHERE m.segment_id = s.id AND ${MAY_HAVE_ATTRIBUTE}) ELSE 0 END::int AS users
     FROM segment s JOIN destination d ON d.id = s.destination_id WHERE s.id = $1 AND s.customer_id = $2`,
    [segmentId, customerId],
  );
  const [row] = rows;
  if (!row) throw new TributaryError("not_found", "There is no such segment.");

  const { attributeName, users, destinationId, kind, identifierKind } = row;
  const calls = Math.ceil(users / maxMembersPerCall(kind, identifierKind));
  return {
    attributeName,
    users,
    calls,
    waitSeconds: secondsOfWaiting(calls, await readCallLimit(destinationId)),
  };
}
