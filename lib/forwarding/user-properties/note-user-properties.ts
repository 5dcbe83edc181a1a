import { v7 as uuidv7 } from "uuid";
import type { Entry } from "@/lib/forwarding/batches/map-batch";
import type { UserValue } from "@/lib/forwarding/mapping/user-values";
import type { Sql } from "@/lib/kernel/database";

/** The latest value of one property of one user among some events. */
interface Latest extends UserValue {
  entry: Entry;
  identity: string;
  eventId: string;
  timeMs: number;
}

/**
 * Notes what forwarded events say about their users, as owed to Heap. The latest event decides, by its time and then its
 * id, in whatever order events come and however often. An event counts only if the books have it as forwarded, so that
 * what was erased meanwhile is not kept and Heap knows the user. Costs nothing for a source without such rules.
 * @param sql the transaction that recorded the events
 */
export async function noteUserProperties(
  sql: Sql,
  sourceId: string,
  entries: readonly Entry[],
): Promise<void> {
  const latest = latestOf(entries);
  if (latest.length === 0) return;

  await sql.query(NOTE, [
    sourceId,
    latest.map(() => uuidv7()),
    latest.map(({ entry }) => entry.batchId),
    latest.map(({ entry }) => entry.index),
    latest.map(({ identity }) => identity),
    latest.map(({ name }) => name),
    latest.map(({ value }) => JSON.stringify(value)),
    latest.map(({ rule }) => JSON.stringify(rule)),
    latest.map(({ timeMs }) => new Date(timeMs).toISOString()),
    latest.map(({ eventId }) => eventId),
  ]);
}

function latestOf(entries: readonly Entry[]): Latest[] {
  const latest = new Map<string, Latest>();
  for (const entry of entries) {
    const { user, outcome, identity, eventId, timeMs } = entry;
    if (!user || outcome !== "forwarded" || identity === null || eventId === null || timeMs === null)
      continue;

    for (const value of user) {
      const key = JSON.stringify([identity, value.name]);
      const known = latest.get(key);
      if (!known || timeMs > known.timeMs || (timeMs === known.timeMs && eventId > known.eventId)) {
        latest.set(key, { ...value, entry, identity, eventId, timeMs });
      }
    }
  }
  return [...latest.values()];
}

// A value that changed is owed even if Heap accepted the same one before: another may be on its way in between.
const NOTE = `
  INSERT INTO user_property (id, customer_id, source_id, heap_app, identity, name, value, rule, occurred_at, event_id, owed_since)
  SELECT n.id, d.customer_id, $1::uuid, d.heap_app, n.identity, n.name, n.value, n.rule, n.occurred_at, n.event_id, now()
  FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[], $9::timestamptz[], $10::text[])
    AS n (id, batch_id, index, identity, name, value, rule, occurred_at, event_id)
  JOIN event e ON e.batch_id = n.batch_id AND e.index = n.index AND e.outcome = 'forwarded' AND e.identity = n.identity
  JOIN delivery d ON d.id = e.delivery_id
  ON CONFLICT (source_id, heap_app, identity, name) DO UPDATE
  SET value = EXCLUDED.value, rule = EXCLUDED.rule, occurred_at = EXCLUDED.occurred_at, event_id = EXCLUDED.event_id,
      changed_at = now(),
      owed_since = CASE WHEN user_property.value = EXCLUDED.value THEN user_property.owed_since
                   ELSE COALESCE(user_property.owed_since, now()) END,
      refused_words = CASE WHEN user_property.value = EXCLUDED.value THEN user_property.refused_words END
  WHERE (user_property.occurred_at, user_property.event_id) <= (EXCLUDED.occurred_at, EXCLUDED.event_id)`;
