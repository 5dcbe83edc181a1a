import { pool } from "@/lib/kernel/database";
import { createTestDestination, postPage } from "@/tools/testing/make-destination";
import { asOwner } from "../testing/owner";
import { peakMemory, printResult } from "./figure";
import { makeOwedSegment, secondsOf } from "./owed-segment";

const MEMBER_COUNT = 1_000_000;
const HEAP_SEGMENT = "delta";
/** One percent of the members, half of them leaving and half of them new, in pages as Heap would send them. */
const PAGES = 10;
const CHANGES_PER_PAGE = MEMBER_COUNT / 100 / PAGES;

const destination = await createTestDestination();
const { customerId, destinationId } = destination;
const segmentId = await makeOwedSegment({ id: destinationId, customerId }, HEAP_SEGMENT, MEMBER_COUNT);
await pool.query("UPDATE member SET acked = true WHERE segment_id = $1", [segmentId]);
await asOwner("VACUUM ANALYZE member");

const seconds = await secondsOf(async () => {
  for (let page = 1; page <= PAGES; page++) await postPage(destination, pageOf(page));
});

const { rows } = await pool.query<{ owed: number }>(
  "SELECT count(*)::int AS owed FROM member WHERE segment_id = $1 AND acked IS DISTINCT FROM wanted",
  [segmentId],
);
if (rows[0]?.owed !== PAGES * CHANGES_PER_PAGE) throw new Error(`${rows[0]?.owed} members are owed`);

printResult({
  part: "delta",
  figures: [
    {
      name: "10,000 changes to a segment of 1,000,000, in 10 pages",
      value: seconds * 1_000,
      unit: "ms",
      target: { atMost: 1_000 },
    },
    peakMemory(),
  ],
});
await pool.end();

function pageOf(page: number) {
  const half = CHANGES_PER_PAGE / 2;
  const first = (page - 1) * half;
  const numbers = Array.from({ length: half }, (_, index) => first + index);
  const spread = MEMBER_COUNT / (PAGES * half);
  return {
    segment: HEAP_SEGMENT,
    name: HEAP_SEGMENT,
    task: "delta",
    page,
    total: PAGES,
    add: numbers.map((number) => `new-${number}`),
    remove: numbers.map((number) => `user-${String(number * spread + 1).padStart(9, "0")}`),
  };
}
