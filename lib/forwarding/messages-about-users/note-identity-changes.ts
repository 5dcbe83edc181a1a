import { v7 as uuidv7 } from "uuid";
import type { Entry } from "@/lib/forwarding/batches/map-batch";
import type { Sql } from "@/lib/kernel/database";
import { storableText } from "@/lib/kernel/storable-text";
import { IS_NEW_MERGE } from "./is-new-merge";

/** Keeps merges of users, so that a person's history can be followed from one id to the other. */
export async function noteIdentityChanges(
  sql: Sql,
  source: { id: string; customerId: string },
  messages: readonly Entry[],
): Promise<void> {
  const merges = messages.flatMap(({ about, timeMs, ...entry }) =>
    about?.kind === "merge" && timeMs !== null ? [{ ...entry, ...about, timeMs }] : [],
  );
  if (merges.length === 0) return;

  await sql.query(
    `INSERT INTO identity_change (id, customer_id, source_id, batch_id, index, gone_id, stays_id, external_id, occurred_at)
     SELECT m.id, $2, $1, m.batch_id, m.index, m.gone_id, m.stays_id, m.external_id, m.occurred_at
     FROM unnest($3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[])
       AS m (id, batch_id, index, event_id, gone_id, stays_id, external_id, occurred_at)
     JOIN batch b ON b.id = m.batch_id
     WHERE ${IS_NEW_MERGE}
     ON CONFLICT (batch_id, index) DO NOTHING`,
    [
      source.id,
      source.customerId,
      merges.map(() => uuidv7()),
      merges.map(({ batchId }) => batchId),
      merges.map(({ index }) => index),
      merges.map(({ eventId }) => eventId),
      merges.map(({ goneId }) => storableText(goneId)),
      merges.map(({ staysId }) => storableText(staysId)),
      merges.map(({ externalId }) => externalId && storableText(externalId)),
      merges.map(({ timeMs }) => new Date(timeMs).toISOString()),
    ],
  );
}
