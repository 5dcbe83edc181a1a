import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { tallyStored } from "@/lib/kernel/customers/storage-limit";
import { pool, type Sql } from "@/lib/kernel/database";
import { CUSTOMER_IS_OPEN, SOURCE_HOLD, type SourceHold } from "@/lib/kernel/holds/hold-rule";
import { metrics } from "@/lib/kernel/metrics/registry";
import { hashToken } from "@/lib/kernel/secrets/token";
import { BEARER_FITS } from "@/lib/setup/endpoints/check-endpoint";
import { ENDPOINT_WORKS } from "@/lib/setup/endpoints/endpoint-view";
import { type ParsedBatch, parseCurrentsBody } from "@/lib/vendors/braze/currents-request";
import { tallyAccepted } from "./waiting-limit";

export interface CurrentsRequest {
  /** The secret part of the endpoint's address. */
  token: string;
  bearerToken: string | null;
  /** The body as sent, unzipped. */
  body: Buffer;
  /** Sent by a CSM's button, not by Braze. */
  isSimulated?: boolean;
}

/** The result of one Currents request; the route answers as docs/flows.md#currents-endpoint says. */
export type AcceptedBatch =
  | { kind: "unknown_endpoint" }
  | { kind: "unauthorized" }
  | { kind: "invalid"; message: string }
  /** More than one request may hold; Braze splits it. */
  | { kind: "too_large"; message: string }
  /** So much of its customer waits, or was stored today, that nothing more is stored: to be sent again later. */
  | { kind: "full"; full: "waiting" | "stored" }
  /** No events: the address and the credentials are right. */
  | { kind: "probe" }
  /** `nudge` names the Heap app to forward for; null when it is paused, or waits and will check again by itself. */
  | { kind: "stored" | "repeated"; nudge: string | null; customerId: string };

/** Braze sends at most 100 (docs/contracts/braze-currents.md#batches-and-delay); more would only cost. */
const MAX_EVENTS = 1_000;

interface Row {
  endpointId: string;
  heapApp: string;
  customerId: string;
  /** Null when the source wants a bearer token and none came. */
  authorised: boolean | null;
  /** Too much of the customer waits, or was stored today, so nothing was stored. */
  full: "waiting" | "stored" | null;
  stored: boolean;
  hold: SourceHold | null;
}

// The hot path: one prepared statement finds the endpoint, checks the bearer token and stores the body. An identical
// retry has a known digest and stores nothing.
const ACCEPT = {
  name: "accept-batch",
  text: `
    WITH found AS (
      SELECT e.id, s.id AS source_id, s.customer_id, s.heap_app,
             ${BEARER_FITS} AS authorised,
             CASE WHEN c.full_since IS NOT NULL THEN 'waiting' WHEN c.spent_since IS NOT NULL THEN 'stored' END AS "full", ${SOURCE_HOLD} AS hold
      FROM endpoint e
      JOIN source s ON s.id = e.source_id
      JOIN customer c ON c.id = s.customer_id
      LEFT JOIN heap_app a ON a.key = s.heap_app
      WHERE e.token_hash = $1 AND ${ENDPOINT_WORKS}
        AND ${CUSTOMER_IS_OPEN}
    ), stored AS (
      INSERT INTO batch (id, customer_id, source_id, digest, body, byte_size, accepted, is_simulated)
      SELECT $3::uuid, customer_id, source_id, $4::bytea, $5::bytea, $6::int, $7::int, $8::boolean
      FROM found WHERE authorised AND "full" IS NULL AND $7 > 0
      ON CONFLICT (source_id, digest) DO NOTHING
      RETURNING id
    )
    SELECT id AS "endpointId", heap_app AS "heapApp", customer_id AS "customerId", authorised, "full", hold,
           EXISTS (SELECT FROM stored) AS stored
    FROM found`,
};

/**
 * Stores one Currents request: when it returns `stored` or `repeated`, the events are in PostgreSQL.
 * @param sql the transaction to use; the pool if left out
 * @throws when the database does not answer; then nothing was accepted
 */
export async function acceptBatch(
  { token, bearerToken, body, isSimulated = false }: CurrentsRequest,
  sql?: Sql,
): Promise<AcceptedBatch> {
  const parsed = withinLimit(await parseCurrentsBody(body, { isCounted: true }));
  const count = parsed.kind === "batch" ? parsed.events.length : 0;

  const values = [
    hashToken(token),
    bearerToken === null ? null : hashToken(bearerToken),
    uuidv7(),
    count ? createHash("sha256").update(body).digest() : null,
    count ? body : null,
    body.byteLength,
    count,
    isSimulated,
  ];
  const { rows } = sql
    ? await sql.query<Row>(ACCEPT.text, values)
    : await pool.query<Row>({ ...ACCEPT, values });

  const [found] = rows;
  if (!found) return { kind: "unknown_endpoint" };
  if (!found.authorised) return { kind: "unauthorized" };
  if (parsed.kind === "invalid" || parsed.kind === "too_large") return parsed;
  if (parsed.kind === "probe") {
    await pool.query("UPDATE endpoint SET last_probe_at = now() WHERE id = $1", [found.endpointId]);
    return { kind: "probe" };
  }

  if (found.full) return { kind: "full", full: found.full };

  if (found.stored) {
    metrics.eventsAccepted.inc(count);
    tallyAccepted(found.customerId, body.byteLength);
    tallyStored(found.customerId, { bytes: body.byteLength, events: count });
  }
  const { customerId, heapApp, hold } = found;
  return { kind: found.stored ? "stored" : "repeated", nudge: hold ? null : heapApp, customerId };
}

function withinLimit(parsed: ParsedBatch): ParsedBatch {
  if (parsed.kind !== "batch" || parsed.events.length <= MAX_EVENTS) return parsed;

  return {
    kind: "too_large",
    message: `A request can contain at most ${MAX_EVENTS} events. Send fewer at a time.`,
  };
}
