import { v7 as uuidv7 } from "uuid";
import type { Sql } from "@/lib/kernel/database";
import type { NoticeChannel, NoticeEvent } from "@/prisma/generated/enums";
import { composeMessage, type TellableAlert } from "./message-words";
import { MAY_NOTIFY } from "./plan-notices";

/** How long a customer's first notice waits for others, which then go out with it. */
const GATHER_MINUTES = 5;
/** Least time between a customer's messages over one channel. */
const APART_MINUTES = 15;
/** One run forms at most this many; it is repeated every minute. */
const MOST_FORMED = 100;

interface DueRow extends Omit<TellableAlert, "customerId"> {
  customerId: string;
  customerName: string;
  channel: NoticeChannel;
  alertId: string;
  event: NoticeEvent;
  /** The zone of all who get it; null if it differs or nobody chose one. */
  timeZone: string | null;
}

/**
 * Puts the notices that have waited long enough into messages, one for each customer and channel, addressed to the
 * customer's owner, or to every admin if there is none.
 * @param sql a transaction; only one may do this at a time
 * @returns how many messages were formed
 */
export async function formMessages(
  sql: Sql,
  channels: readonly NoticeChannel[],
  portalUrl: string,
): Promise<number> {
  const { rows } = await sql.query<DueRow>(DUE, [channels, MOST_FORMED]);
  const groups = new Map<string, [DueRow, ...DueRow[]]>();
  for (const row of rows) {
    const key = `${row.customerId}/${row.channel}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }

  for (const group of groups.values()) {
    const [{ customerId, customerName, channel, timeZone }] = group;
    const { subject, body } = composeMessage({ id: customerId, name: customerName }, group, channel, {
      portalUrl,
      timeZone: timeZone ?? "UTC",
    });
    const messageId = uuidv7();
    await sql.query(INSERT, [messageId, customerId, channel, subject, body]);
    await sql.query(
      `UPDATE notice n SET message_id = $1::uuid
       FROM unnest($2::uuid[], $3::notice_event[]) AS told (alert_id, event)
       WHERE n.alert_id = told.alert_id AND n.event = told.event AND n.channel = $4::notice_channel`,
      [messageId, group.map(({ alertId }) => alertId), group.map(({ event }) => event), channel],
    );
  }
  return groups.size;
}

const DUE = `
  WITH due AS (
    SELECT n.customer_id, n.channel
    FROM notice n JOIN customer c ON c.id = n.customer_id
    WHERE n.message_id IS NULL AND n.channel = ANY($1::notice_channel[]) AND ${MAY_NOTIFY}
      AND NOT EXISTS (
        SELECT FROM message m WHERE m.customer_id = n.customer_id AND m.channel = n.channel
          AND (m.state = 'waiting' OR COALESCE(m.sent_at, m.created_at) > now() - interval '${APART_MINUTES} min')
      )
    GROUP BY n.customer_id, n.channel
    HAVING min(n.created_at) <= now() - interval '${GATHER_MINUTES} min'
    ORDER BY min(n.created_at) LIMIT $2
  )
  SELECT n.customer_id AS "customerId", c.name AS "customerName", n.channel, n.alert_id AS "alertId", n.event,
         a.kind, a.source_id AS "sourceId",
         a.destination_id AS "destinationId", a.segment_id AS "segmentId", a.message, a.cause, a.sample, a.next_action AS "nextAction", a.opened_at AS "openedAt",
         a.resolved_at AS "resolvedAt", a.snoozed_until AS "wokeAt", a.dismissed_by AS "dismissedBy", a.dismissed_reason AS "dismissedReason",
         CASE WHEN n.channel <> 'mail' THEN NULL
              WHEN o.id IS NOT NULL THEN o.time_zone
              ELSE (
                SELECT CASE WHEN count(DISTINCT COALESCE(u.time_zone, 'UTC')) = 1 THEN min(u.time_zone) END
                FROM "user" u WHERE u.role = 'admin' AND u.disabled_at IS NULL
              )
         END AS "timeZone"
  FROM due
  JOIN notice n ON n.customer_id = due.customer_id AND n.channel = due.channel AND n.message_id IS NULL
  JOIN alert a ON a.id = n.alert_id
  JOIN customer c ON c.id = n.customer_id
  LEFT JOIN "user" o ON o.id = c.owner_id AND o.disabled_at IS NULL
  ORDER BY n.customer_id, n.channel, a.opened_at, a.id`;

const INSERT = `
  INSERT INTO message (id, customer_id, channel, recipients, subject, body)
  SELECT $1::uuid, c.id, $3::notice_channel,
         CASE WHEN $3 = 'webhook' THEN '{}'
              WHEN o.id IS NOT NULL THEN ARRAY[o.email]
              ELSE ARRAY(SELECT u.email FROM "user" u WHERE u.role = 'admin' AND u.disabled_at IS NULL ORDER BY u.id)
         END,
         $4, $5
  FROM customer c LEFT JOIN "user" o ON o.id = c.owner_id AND o.disabled_at IS NULL
  WHERE c.id = $2::uuid`;
