import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import type { Sql } from "@/lib/kernel/database";
import { counted } from "@/lib/kernel/words";
import { MAX_RECURRING_SEGMENTS } from "./recurring-limits";

interface Place {
  customerId: string;
  destinationId: string;
}

/** After a person has changed a segment: updates or ends its destination's alert, if it is open. */
export async function renewRecurringCap(sql: Sql, place: Place): Promise<void> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT id FROM alert
     WHERE customer_id = $1::uuid AND kind = 'recurring_cap' AND subject = $2 AND resolved_at IS NULL`,
    [place.customerId, place.destinationId],
  );
  if (rows.length > 0) await noteRecurringCap(sql, place);
}

/**
 * Opens, updates or ends the one alert of a destination with new segments that are off because there was no room for
 * one more recurring segment. A segment that a person has changed since, which its version shows, does not count.
 * @param sql a transaction that has locked the destination
 */
export async function noteRecurringCap(sql: Sql, { customerId, destinationId }: Place): Promise<void> {
  const { rows } = await sql.query<{ count: number; newest: string | null; newestAt: Date | null }>(
    `SELECT count(*)::int AS count, (array_agg(name ORDER BY id DESC))[1] AS newest, max(created_at) AS "newestAt"
     FROM segment WHERE destination_id = $1::uuid AND mode = 'off' AND version = 1`,
    [destinationId],
  );
  const { count = 0, newest = null, newestAt = null } = rows[0] ?? {};
  const alert = { customerId, kind: "recurring_cap", subject: destinationId } as const;
  if (count === 0) return resolveAlert(sql, alert);

  await openAlert(sql, {
    ...alert,
    destinationId,
    occurredAt: newestAt ?? undefined,
    size: count,
    message: `${counted(count, "new segment is", "new segments are")} off: the destination already has ${MAX_RECURRING_SEGMENTS} recurring segments, the most it can have. The newest new one is “${newest}”.`,
    nextAction:
      "Set the new segments you need to manual. To make one recurring, first turn another one off or set it to manual.",
  });
}
