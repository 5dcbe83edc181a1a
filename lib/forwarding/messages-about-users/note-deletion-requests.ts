import { v7 as uuidv7 } from "uuid";
import type { Entry } from "@/lib/forwarding/batches/map-batch";
import { isPlaceholderIdentity } from "@/lib/forwarding/mapping/placeholders";
import type { Sql } from "@/lib/kernel/database";
import { fingerprintOf } from "@/lib/kernel/secrets/fingerprint";
import { isStorableText } from "@/lib/kernel/storable-text";
import { findOrCreateKey, suppressionHash } from "@/lib/kernel/suppressions/suppression-key";
import { FIRST_RECEIVED, IS_NEW_REQUEST } from "./is-new-request";
import { encryptIds, type PersonIds } from "./person-ids";

/**
 * How long there is to carry out a request, counted from its receipt: one month. Source: GDPR, article 12(3), which
 * allows two more in difficult cases; whoever answers for the customer decides that.
 */
const TIME_LIMIT = "1 month";

/** Who starts a request that no person starts. */
const AUTOMATIC = "Tributary, as set for the source";

const NAMES_NOBODY =
  "It names nobody: no ID, a placeholder, or the user of Braze’s samples. There is nothing to delete.";

/**
 * Keeps requests to delete a user. One that asks again for a person who is being or was deleted is only counted. For a
 * source that carries them out, a request is under way at once, otherwise it waits for a person; so does one whose event
 * is quarantined, since it may be of another workspace.
 */
export async function noteDeletionRequests(
  sql: Sql,
  source: { id: string; customerId: string },
  messages: readonly Entry[],
): Promise<void> {
  const asked = messages.flatMap(({ about, ...entry }) =>
    about?.kind === "deletion" ? [{ ...entry, ids: personIdsOf(about) }] : [],
  );
  if (asked.length === 0) return;

  const { customerId } = source;
  const key = await findOrCreateKey(sql, customerId);
  const rows = asked.map(({ batchId, index, eventId, outcome, ids }) => {
    // Without an id it is about nobody, and no repeat of another.
    const name = ids ? (ids.brazeIds[0] ?? ids.externalIds[0] ?? "") : `nobody/${batchId}/${index}`;
    return {
      ...{ batchId, index, eventId },
      isClear: outcome === "filtered",
      fingerprint: fingerprintOf(customerId, name),
      hash: suppressionHash(key, name),
      idsEnc: ids && encryptIds(ids, customerId),
    };
  });
  await store(sql, source, rows);
}

/** Who is to be deleted; null for nobody. */
function personIdsOf({
  brazeId,
  externalId,
}: {
  brazeId: string | null;
  externalId: string | null;
}): PersonIds | null {
  const real = (id: string | null) =>
    id !== null && isStorableText(id) && !isPlaceholderIdentity(id) ? [id] : [];
  const ids = { brazeIds: real(brazeId), externalIds: real(externalId) };
  const pairs = ids.brazeIds.flatMap((braze) =>
    ids.externalIds.map((external): [string, string] => [braze, external]),
  );
  return ids.brazeIds.length + ids.externalIds.length > 0 ? { ...ids, pairs } : null;
}

interface Row {
  batchId: string;
  index: number;
  eventId: string | null;
  fingerprint: string;
  hash: Buffer;
  idsEnc: string | null;
  /** Nothing is wrong with its event. */
  isClear: boolean;
}

async function store(
  sql: Sql,
  source: { id: string; customerId: string },
  rows: readonly Row[],
): Promise<void> {
  await sql.query(
    `WITH anew AS (
       SELECT m.*, first.received_at,
              row_number() OVER (PARTITION BY m.hash ORDER BY m.batch_id, m.index) AS place,
              count(*) OVER (PARTITION BY m.hash) - 1 AS repeats, bool_or(m.is_clear) OVER (PARTITION BY m.hash) AS starts
       FROM (
         SELECT DISTINCT ON (COALESCE(event_id, id::text)) id, batch_id, index, event_id, fingerprint,
                decode(hash, 'hex') AS hash, ids_enc, is_clear
         FROM unnest($3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bool[])
           AS m (id, batch_id, index, event_id, fingerprint, hash, ids_enc, is_clear)
         ORDER BY COALESCE(event_id, id::text), batch_id, index
       ) m
       JOIN batch b ON b.id = m.batch_id
       CROSS JOIN LATERAL (${FIRST_RECEIVED}) first
       WHERE ${IS_NEW_REQUEST}
     )
     INSERT INTO deletion_request AS r (id, customer_id, source_id, batch_id, index, fingerprint, hash, ids_enc, repeats,
                                        state, words, started_by, received_at, due_at)
     SELECT m.id, $2, $1, m.batch_id, m.index, m.fingerprint, m.hash, m.ids_enc, m.repeats,
            CASE WHEN m.ids_enc IS NULL THEN 'refused' WHEN s.carries_out_deletions AND m.starts THEN 'under_way'
                 ELSE 'open' END::deletion_state,
            CASE WHEN m.ids_enc IS NULL THEN $11 END,
            CASE WHEN m.ids_enc IS NOT NULL AND s.carries_out_deletions AND m.starts THEN $12 END,
            m.received_at, m.received_at + interval '${TIME_LIMIT}'
     FROM anew m JOIN source s ON s.id = $1
     WHERE m.place = 1
     ON CONFLICT (customer_id, hash) WHERE state <> 'refused' AND lifted_at IS NULL
     DO UPDATE SET repeats = r.repeats + 1 + EXCLUDED.repeats`,
    [
      source.id,
      source.customerId,
      rows.map(() => uuidv7()),
      rows.map(({ batchId }) => batchId),
      rows.map(({ index }) => index),
      rows.map(({ eventId }) => eventId),
      rows.map(({ fingerprint }) => fingerprint),
      rows.map(({ hash }) => hash.toString("hex")),
      rows.map(({ idsEnc }) => idsEnc),
      rows.map(({ isClear }) => isClear),
      NAMES_NOBODY,
      AUTOMATIC,
    ],
  );
}
