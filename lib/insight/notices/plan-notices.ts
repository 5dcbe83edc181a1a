import { IS_SNOOZED } from "@/lib/insight/alerts/snooze-rule";
import { FLAP_MINUTES } from "@/lib/kernel/alerts/open-alert";
import type { Sql } from "@/lib/kernel/database";
import { CUSTOMER_FLOWS } from "@/lib/kernel/holds/hold-rule";
import type { NoticeChannel } from "@/prisma/generated/enums";

/** In SQL: notices about `customer c` may go out; nobody wants any while it is paused or muted. */
export const MAY_NOTIFY = `${CUSTOMER_FLOWS} AND COALESCE(c.muted_until <= now(), true)`;

/** How long after its end an alert's end is still announced; later, say after a long mute, it is not news. */
const NEWS_HOURS = 24;

/**
 * Records what to announce for each channel: once that an alert opened, and once that it resolved. A resolution is
 * announced once it has lasted a while, and only to those who were told that the alert opened; what ended or returned
 * before it was announced is not announced at all. A snoozed alert is not announced, and one whose snooze is over is
 * announced again.
 * @param sql a transaction
 */
export async function planNotices(sql: Sql, channels: readonly NoticeChannel[]): Promise<void> {
  await sql.query(WITHDRAW, []);
  await sql.query(ANNOUNCE_AGAIN, []);
  await sql.query(PLAN_OPENED, [channels]);
  await sql.query(PLAN_RESOLVED, [channels]);
}

const WITHDRAW = `
  DELETE FROM notice n USING alert a
  WHERE a.id = n.alert_id AND n.message_id IS NULL
    AND ((n.event = 'opened') = (a.resolved_at IS NOT NULL) OR ${IS_SNOOZED})`;

// Whoever snoozed it, or was told before that, is told that it is back. A snooze that a person ends leaves no time.
const ANNOUNCE_AGAIN = `
  DELETE FROM notice n USING alert a
  WHERE a.id = n.alert_id AND n.event = 'opened' AND n.message_id IS NOT NULL AND a.resolved_at IS NULL
    AND a.snoozed_until <= now() AND n.created_at < a.snoozed_until`;

const PLAN_OPENED = `
  INSERT INTO notice (alert_id, event, channel, customer_id)
  SELECT a.id, 'opened', channel, a.customer_id
  FROM alert a JOIN customer c ON c.id = a.customer_id CROSS JOIN unnest($1::notice_channel[]) channel
  WHERE a.resolved_at IS NULL AND NOT ${IS_SNOOZED} AND ${MAY_NOTIFY}
  ON CONFLICT DO NOTHING`;

const PLAN_RESOLVED = `
  INSERT INTO notice (alert_id, event, channel, customer_id)
  SELECT a.id, 'resolved', n.channel, a.customer_id
  FROM alert a
  JOIN customer c ON c.id = a.customer_id
  JOIN notice n ON n.alert_id = a.id AND n.event = 'opened' AND n.message_id IS NOT NULL
  WHERE a.resolved_at <= now() - interval '${FLAP_MINUTES} min'
    AND a.resolved_at > now() - interval '${NEWS_HOURS} h'
    AND n.channel = ANY($1::notice_channel[]) AND NOT ${IS_SNOOZED} AND ${MAY_NOTIFY}
  ON CONFLICT DO NOTHING`;
