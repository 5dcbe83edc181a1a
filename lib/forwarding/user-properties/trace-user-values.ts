import { z } from "zod";
import type { UserValue } from "@/lib/forwarding/mapping/user-values";
import { pool } from "@/lib/kernel/database";
import { OWED_BY_SOURCE } from "./take-owed";

/** What an event said about its user for Heap, and what became of it. */
export const userValueView = z.strictObject({
  /** The user property's name in Heap. */
  name: z.string(),
  value: z.union([z.string(), z.number()]),
  /**
   * `accepted`: Heap has it. `owed`: not sent yet. `refused`: by Heap. `superseded`: a later event decides. `dropped`: it
   * waited when its rule or Heap app was changed, and is not sent. `unknown`: no longer kept.
   */
  state: z.enum(["accepted", "owed", "refused", "superseded", "dropped", "unknown"]),
  /** Heap's, when it refused the value. */
  words: z.string().nullable(),
});

export type UserValueView = z.infer<typeof userValueView>;

/** What became of the values of a forwarded event; `heapApp` is the one that took it. */
export async function traceUserValues(
  event: { sourceId: string; eventId: string | null; identity: string | null },
  heapApp: string,
  values: readonly UserValue[],
): Promise<UserValueView[]> {
  if (values.length === 0) return [];
  const { rows } = await pool.query<{ name: string; state: UserValueView["state"]; words: string | null }>(
    `SELECT p.name, p.refused_words AS words,
            CASE WHEN p.event_id <> $4 THEN 'superseded' WHEN p.refused_words IS NOT NULL THEN 'refused'
                 WHEN p.owed_since IS NULL THEN 'accepted' WHEN ${OWED_BY_SOURCE} THEN 'owed' ELSE 'dropped' END AS state
     FROM user_property p JOIN source s ON s.id = p.source_id
     WHERE p.source_id = $1 AND p.heap_app = $2 AND p.identity = $3 AND p.name = ANY ($5::text[])`,
    [event.sourceId, heapApp, event.identity, event.eventId, values.map(({ name }) => name)],
  );
  const found = new Map(rows.map((row) => [row.name, row]));
  return values.map(({ name, value }) => {
    const { state = "unknown", words = null } = found.get(name) ?? {};
    return { name, value, state, words: state === "refused" ? words : null };
  });
}
