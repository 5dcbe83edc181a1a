import { markAcked } from "@/lib/cohorts/members/mark-acked";
import { takeOwed } from "@/lib/cohorts/members/owed-members";
import { inTransaction, pool } from "@/lib/kernel/database";
import { MAX_IDS_PER_CALL } from "@/lib/vendors/braze/cohort-changes";
import { peakMemory, printResult, shareOf } from "./figure";
import { makeDestination, makeOwedSegment, pushAll, secondsOf } from "./owed-segment";
import { liftLimits } from "./sandbox-control";

const MEMBER_COUNT = 200_000;

await liftLimits();
const destination = await makeDestination("push");
const floorSegmentId = await makeOwedSegment(destination, "Database only", MEMBER_COUNT);
const pushedSegmentId = await makeOwedSegment(destination, "Pushed", MEMBER_COUNT);

const floorRate = MEMBER_COUNT / (await secondsOf(() => ackWithoutCalls(floorSegmentId)));
const pushRate = MEMBER_COUNT / (await secondsOf(() => pushAll(destination, pushedSegmentId, MEMBER_COUNT)));

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

/** The minimum that keeps the same guarantee: read the owed members and commit each thousand as acknowledged. */
async function ackWithoutCalls(segmentId: string): Promise<void> {
  let afterKey = "";
  for (;;) {
    const members = await takeOwed(
      pool,
      { segmentId, isClearing: false, clearsLeavers: false },
      afterKey,
      MAX_IDS_PER_CALL,
    );
    const last = members.at(-1);
    if (!last) return;

    afterKey = last.userKey;
    await inTransaction((sql) => markAcked(sql, segmentId, "cohort", members));
  }
}
