import { v7 as uuidv7 } from "uuid";
import type { Sql } from "@/lib/kernel/database";
import type { PlannedApp } from "./plan-heap-apps";

/**
 * Writes down what is to be done: here; in the Heap apps; in the Braze workspaces of destinations with a REST API key. A
 * repeat adds nothing.
 */
export async function planSteps(
  sql: Sql,
  { id, customerId }: { id: string; customerId: string },
  heapApps: readonly PlannedApp[],
): Promise<void> {
  const { rows: destinations } = await sql.query<{ id: string; name: string }>(
    `SELECT id, 'Braze workspace of “' || name || '”' AS name FROM destination
     WHERE customer_id = $1 AND rest_api_key_enc IS NOT NULL`,
    [customerId],
  );
  const nothing = { words: null, heapApp: null };
  const steps = [
    { ...nothing, party: "here", subjectId: customerId, name: "Tributary" },
    ...heapApps.map(({ heapApp, subjectId, name }) => ({
      ...nothing,
      party: "heap",
      heapApp,
      subjectId,
      name,
    })),
    ...destinations.map((one) => ({ ...nothing, party: "braze", subjectId: one.id, name: one.name })),
    ...(destinations.length === 0
      ? [{ ...nothing, party: "braze", subjectId: customerId, name: "Braze", words: NO_REST_API_KEY }]
      : []),
  ];
  await sql.query(
    `INSERT INTO deletion_step (id, customer_id, deletion_request_id, party, subject_id, heap_app, name, words, state, finished_at)
     SELECT s.id, $1, $2, s.party::deletion_party, s.subject_id, s.heap_app, s.name, s.words,
            CASE WHEN s.words IS NULL THEN 'waiting' ELSE 'left' END::deletion_step_state,
            CASE WHEN s.words IS NOT NULL THEN now() END
     FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[])
       AS s (id, party, subject_id, heap_app, name, words)
     ON CONFLICT (deletion_request_id, party, subject_id) DO NOTHING`,
    [
      customerId,
      id,
      steps.map(() => uuidv7()),
      steps.map(({ party }) => party),
      steps.map(({ subjectId }) => subjectId),
      steps.map(({ heapApp }) => heapApp),
      steps.map(({ name }) => name),
      steps.map(({ words }) => words),
    ],
  );
}

const NO_REST_API_KEY =
  "No destination has a REST API key, so Braze was not asked. Check in Braze that the user is deleted there.";
