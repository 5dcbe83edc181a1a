import type pg from "pg";
import { applyTracked } from "@/sandbox/braze/tracked-attributes";
import type { Sandbox } from "@/sandbox/start";
import type { DemoCustomer } from "../demo/customers";

/** What became of a customer's members; every figure but the first two must be 0. */
export interface MemberCount {
  segments: number;
  members: number;
  /** In the segment, but not in its cohort; the segment's whole membership when there is no cohort. */
  missing: number;
  /** In the cohort, but not in its segment. */
  leftOver: number;
  /** Members, or counts of them, that differ between Tributary's books and Heap or Braze. */
  misbooked: number;
  /** Pages that Heap gave up on. */
  givenUp: number;
}

/** Counts every member of a customer's segments: at Heap, in Tributary's books and in Braze's cohorts or attributes. */
export async function countMembers(
  sql: pg.Client,
  sandbox: Sandbox,
  customer: DemoCustomer,
): Promise<MemberCount> {
  const count = { segments: 0, members: 0, missing: 0, leftOver: 0, misbooked: 0, givenUp: 0 };
  const workspace = sandbox.state.braze.workspaces.get(customer.workspaceKey);
  if (workspace) applyTracked(workspace, Number.POSITIVE_INFINITY);

  for (const heapSegmentId of customer.segmentIds) {
    const truth = customer.segments.members(heapSegmentId);
    const books = await readSegment(sql, customer.id, heapSegmentId);
    if (!books && truth.size === 0) continue;

    const inBraze = books?.attributeName
      ? workspace?.attributes.get(books.attributeName)
      : workspace?.cohorts.get(books?.id ?? "");
    const cohort = inBraze?.sent ?? new Set<string>();
    const wanted = new Set(books?.wanted);
    const acked = new Set(books?.acked);
    count.segments += 1;
    count.members += truth.size;
    count.missing += missingFrom(cohort, truth);
    count.leftOver += missingFrom(truth, cohort);
    count.misbooked += missingFrom(wanted, truth) + missingFrom(truth, wanted);
    count.misbooked += missingFrom(acked, cohort) + missingFrom(cohort, acked);
    if (books && (books.wantedCount !== wanted.size || books.ackedCount !== acked.size)) count.misbooked += 1;
  }

  return { ...count, givenUp: customer.segments.counts.refused };
}

interface SegmentBooks {
  id: string;
  attributeName: string | null;
  wantedCount: number;
  ackedCount: number;
  wanted: string[];
  acked: string[];
}

async function readSegment(
  sql: pg.Client,
  customerId: string,
  heapSegmentId: number,
): Promise<SegmentBooks | undefined> {
  const { rows } = await sql.query<SegmentBooks>(
    `SELECT s.id, s.attribute_name AS "attributeName", s.wanted_count::int AS "wantedCount", s.acked_count::int AS "ackedCount",
            COALESCE(array_agg(m.user_key) FILTER (WHERE m.wanted), '{}') AS wanted,
            COALESCE(array_agg(m.user_key) FILTER (WHERE m.acked), '{}') AS acked
     FROM segment s LEFT JOIN member m ON m.segment_id = s.id
     WHERE s.customer_id = $1 AND s.heap_segment_id = $2 GROUP BY s.id`,
    [customerId, String(heapSegmentId)],
  );
  return rows[0];
}

function missingFrom(there: ReadonlySet<string>, sought: ReadonlySet<string>): number {
  let missing = 0;
  for (const key of sought) if (!there.has(key)) missing += 1;
  return missing;
}
