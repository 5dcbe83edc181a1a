import { MAX_IDS_PER_CALL } from "@/lib/braze/cohort-changes";
import { SANDBOX_INSTANCE } from "@/lib/braze/instances";
import { inTransaction, pool, prisma } from "@/lib/db";
import { markAcked } from "@/lib/members/mark-acked";
import { takeOwed } from "@/lib/members/owed";
import { encryptSecret } from "@/lib/secrets/encrypt";
import { queueSync } from "@/lib/syncs/queue-sync";
import { runSyncSlice } from "@/lib/syncs/run-sync-slice";
import { peakMemory, printResult, shareOf } from "./figure";
import { liftLimits, readSandbox } from "./sandbox-control";

const MEMBER_COUNT = 200_000;
const IMPORT_KEY = "sandbox-bench";

await liftLimits();
const destination = await makeDestination();
const floorSegmentId = await makeOwedSegment("Database only");
const pushedSegmentId = await makeOwedSegment("Pushed");
await pool.query("ANALYZE member");

const floorRate = MEMBER_COUNT / (await secondsOf(() => ackWithoutCalls(floorSegmentId)));
const pushRate = MEMBER_COUNT / (await secondsOf(() => push(pushedSegmentId)));

const cohort = await readSandbox<{ sent: number }>(`braze/${IMPORT_KEY}/cohorts/${pushedSegmentId}`);
const { ackedCount } = await prisma.segment.findUniqueOrThrow({ where: { id: pushedSegmentId } });
if (cohort.sent !== MEMBER_COUNT || ackedCount !== MEMBER_COUNT) {
  throw new Error(`of ${MEMBER_COUNT} members ${cohort.sent} arrived and ${ackedCount} were recorded`);
}

printResult({
  part: "push",
  figures: [
    { name: "200,000 owed members into a cohort of the sandbox", value: pushRate, unit: "users/s" },
    { name: "the same rows updated without calls", value: floorRate, unit: "users/s" },
    shareOf("push of the updates alone", pushRate, floorRate),
    peakMemory(),
  ],
});
await pool.end();

async function makeDestination(): Promise<{ id: string; customerId: string }> {
  const { id: customerId } = await prisma.customer.create({ data: { name: "Cohorts", state: "live" } });
  return prisma.destination.create({
    data: {
      customerId,
      name: "Production",
      brazeInstance: SANDBOX_INSTANCE,
      dataImportKeyEnc: encryptSecret(IMPORT_KEY, { customerId, field: "data_import_key" }),
    },
  });
}

async function makeOwedSegment(name: string): Promise<string> {
  const { id } = await prisma.segment.create({
    data: {
      customerId: destination.customerId,
      destinationId: destination.id,
      heapSegmentId: name,
      name,
      mode: "manual",
      wantedCount: MEMBER_COUNT,
    },
  });
  await pool.query(
    `INSERT INTO member (segment_id, user_key, wanted, task_order)
     SELECT $1, 'user-' || lpad(number::text, 9, '0'), true, 1 FROM generate_series(1, $2::int) AS number`,
    [id, MEMBER_COUNT],
  );
  return id;
}

async function push(segmentId: string): Promise<void> {
  const { syncId } = await inTransaction((sql) =>
    queueSync(sql, { segmentId, trigger: "manual", requestedBy: "benchmark" }),
  );
  for (let done = false; !done; ) {
    const slice = await runSyncSlice(syncId);
    if (slice.waitSeconds > 0)
      throw new Error("the sandbox refused a call; nothing should hold the sync back");
    done = slice.done;
  }
}

/** The least that keeps the same promise: read the owed members, and commit each thousand as acknowledged. */
async function ackWithoutCalls(segmentId: string): Promise<void> {
  let afterKey = "";
  for (;;) {
    const members = await takeOwed(pool, segmentId, afterKey, MAX_IDS_PER_CALL);
    const last = members.at(-1);
    if (!last) return;

    afterKey = last.userKey;
    await inTransaction((sql) => markAcked(sql, segmentId, members));
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1_000;
}
