import { v7 as uuidv7 } from "uuid";
import type { Sql } from "@/lib/kernel/database";

/**
 * Writes down what is to be done: here; in the Heap app of the source that got the request and of every other one that has
 * events of the person; in the Braze workspaces of destinations with a REST API key. A repeat adds nothing.
 */
export async function planSteps(
  sql: Sql,
  deletion: { id: string; customerId: string; sourceId: string; seenSourceIds: readonly string[] },
): Promise<void> {
  const { id, customerId, sourceId, seenSourceIds } = deletion;
  const { rows: sources } = await sql.query<{ id: string; name: string }>(
    `SELECT id, 'Heap app ' || heap_app_id || ' of “' || name || '”' AS name FROM source
     WHERE customer_id = $1 AND id = ANY ($2::uuid[])`,
    [customerId, [...new Set([sourceId, ...seenSourceIds])]],
  );
  const { rows: destinations } = await sql.query<{ id: string; name: string }>(
    `SELECT id, 'Braze workspace of “' || name || '”' AS name FROM destination
     WHERE customer_id = $1 AND rest_api_key_enc IS NOT NULL`,
    [customerId],
  );
  const steps = [
    { party: "here", subjectId: customerId, name: "Tributary", words: null },
    ...sources.map((source) => ({ party: "heap", subjectId: source.id, name: source.name, words: null })),
    ...destinations.map((one) => ({ party: "braze", subjectId: one.id, name: one.name, words: null })),
    ...(destinations.length === 0
      ? [{ party: "braze", subjectId: customerId, name: "Braze", words: NO_REST_API_KEY }]
      : []),
  ];
  await sql.query(
    `INSERT INTO deletion_step (id, customer_id, deletion_request_id, party, subject_id, name, words, state, finished_at)
     SELECT s.id, $1, $2, s.party::deletion_party, s.subject_id, s.name, s.words,
            CASE WHEN s.words IS NULL THEN 'waiting' ELSE 'left' END::deletion_step_state,
            CASE WHEN s.words IS NOT NULL THEN now() END
     FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[]) AS s (id, party, subject_id, name, words)
     ON CONFLICT (deletion_request_id, party, subject_id) DO NOTHING`,
    [
      customerId,
      id,
      steps.map(() => uuidv7()),
      steps.map(({ party }) => party),
      steps.map(({ subjectId }) => subjectId),
      steps.map(({ name }) => name),
      steps.map(({ words }) => words),
    ],
  );
}

const NO_REST_API_KEY =
  "No destination has a REST API key, so Braze was not asked. Check in Braze that the user is deleted there.";
