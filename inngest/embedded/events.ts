import { randomUUID } from "node:crypto";
import type { Queryable } from "@/lib/kernel/database";
import { JOB } from "./jobs";

/** An event as functions receive it. Other fields from the sender (`user`, `v`) are kept unchanged. */
export interface EngineEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  /** When it happened, in milliseconds since 1970. */
  ts: number;
  [field: string]: unknown;
}

/** An event before it is stored; `id` and `ts` are filled in when missing. */
export interface NewEvent {
  id?: string | undefined;
  name: string;
  data: Record<string, unknown>;
  ts?: number | undefined;
  [field: string]: unknown;
}

/**
 * Stores `events` and the job that starts their runs, in one statement. Returns one id per event, in order. An id
 * stored in the last 24 hours is not stored again (Inngest de-duplicates by id for 24 hours).
 */
export async function storeEvents(client: Queryable, events: readonly NewEvent[]): Promise<string[]> {
  const complete = events.map(
    (event): EngineEvent => ({
      ...event,
      id: event.id || randomUUID(),
      ts: event.ts || Date.now(),
    }),
  );
  const byId = new Map<string, EngineEvent>();
  for (const event of complete) {
    if (!byId.has(event.id)) byId.set(event.id, event);
  }

  const unique = [...byId.values()];
  await client.query(STORE, [
    unique.map((event) => event.id),
    unique.map((event) => event.name),
    unique.map((event) => JSON.stringify(event)),
  ]);

  return complete.map((event) => event.id);
}

const STORE = `
WITH stored AS (
  INSERT INTO engine_event AS known (id, name, payload)
  SELECT given.id, given.name, given.payload::json
  FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS given (id, name, payload, place)
  ORDER BY given.place
  ON CONFLICT (id) DO UPDATE
    SET name = excluded.name, payload = excluded.payload, seq = excluded.seq, received_at = now(), dispatched_at = NULL
    WHERE known.received_at < now() - interval '24 hours'
  RETURNING id, seq
)
SELECT graphile_worker.add_job('${JOB.dispatch}', json_build_object('ids', json_agg(id ORDER BY seq)))
FROM stored HAVING count(*) > 0`;
