import { setTimeout as pause } from "node:timers/promises";
import { pool, prisma } from "@/lib/kernel/database";
import { makeDestination } from "./owed-segment";
import { readSandbox } from "./sandbox-control";

/** Users of a segment, all of them owed to Braze when it falls due. */
const MEMBERS = 200;
const LOOK_EVERY_MS = 500;

/** A recurring segment that falls due, and the sandbox's workspace with its cohort. */
interface DueSegment {
  id: string;
  workspaceKey: string;
}

/** Due segments are started each minute, and the last of them a minute later. */
const STARTED_WITHIN_SECONDS = 120;

/**
 * Makes recurring segments of customers, in turns, which fall due one after another, so that all can be synced within this time.
 * @throws Error when it is too short for that
 */
export async function makeDueSegments(
  count: number,
  customerIds: readonly string[],
  withinSeconds: number,
): Promise<DueSegment[]> {
  const dueSeconds = withinSeconds - STARTED_WITHIN_SECONDS;
  if (count > 0 && dueSeconds <= 0)
    throw new Error(`with segments, let customers send for more than ${STARTED_WITHIN_SECONDS} seconds`);

  const destinations = new Map<string, { id: string; workspaceKey: string }>();
  const segments: DueSegment[] = [];
  for (let place = 0; place < count; place++) {
    const customerId = customerIds[place % customerIds.length] ?? "";
    const destination =
      destinations.get(customerId) ?? (await makeDestination(customerId, "cohort", customerId));
    destinations.set(customerId, destination);
    const { id } = await prisma.segment.create({
      data: {
        customerId,
        destinationId: destination.id,
        heapSegmentId: `due-${place}`,
        name: `Due ${place}`,
        mode: "recurring",
        wantedCount: MEMBERS,
      },
    });
    segments.push({ id, workspaceKey: destination.workspaceKey });
  }
  await pool.query(
    `INSERT INTO member (segment_id, user_key, wanted, task_order)
     SELECT id, 'user-' || number, true, 1 FROM unnest($1::uuid[]) AS id CROSS JOIN generate_series(1, $2::int) AS number`,
    [segments.map(({ id }) => id), MEMBERS],
  );
  await pool.query(
    `UPDATE segment SET next_sync_at = now() + make_interval(secs => $2 * place / cardinality($1::uuid[]))
     FROM unnest($1::uuid[]) WITH ORDINALITY AS due (segment_id, place) WHERE id = due.segment_id`,
    [segments.map(({ id }) => id), dueSeconds],
  );
  return segments;
}

/**
 * Waits until all of them are synced.
 * @throws Error when one is not within the time, or when Braze has not got what the books say
 */
export async function checkSynced(segments: readonly DueSegment[], limitMs: number): Promise<void> {
  const deadlineMs = Date.now() + limitMs;
  const ids = segments.map(({ id }) => id);
  const missing = async () =>
    (
      await pool.query<{ id: string }>(
        "SELECT id FROM segment WHERE id = ANY ($1::uuid[]) AND acked_count <> wanted_count",
        [ids],
      )
    ).rows.length;
  for (let left = await missing(); left > 0; left = await missing()) {
    if (Date.now() > deadlineMs) throw new Error(`${left} segments were never synced`);
    await pause(LOOK_EVERY_MS);
  }
  for (const { id, workspaceKey } of segments) {
    const { sent } = await readSandbox<{ sent: number }>(`braze/${workspaceKey}/cohorts/${id}`);
    if (sent !== MEMBERS) throw new Error(`of ${MEMBERS} members of a segment ${sent} arrived`);
  }
}
