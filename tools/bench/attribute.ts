import { MOST_CALLS_IN_FLIGHT } from "@/lib/cohorts/syncs/push-owed";
import { pool } from "@/lib/kernel/database";
import { MAX_OBJECTS_PER_CALL } from "@/lib/vendors/braze/membership-client";
import { peakMemory, printResult } from "./figure";
import { makeDestination, makeOwedSegment, pushAll, secondsOf } from "./owed-segment";
import { delayCalls, endDelays, liftLimits, readSandbox, showAtOnce } from "./sandbox-control";

const MEMBER_COUNT = 100_000;
const LATENCY_MS = 200;
/** Braze's own limit: 3,000 requests each 3 seconds (User track page). */
const CALLS_PER_SECOND = 1_000;

await liftLimits();
await delayCalls("braze.track", LATENCY_MS);
const destination = await makeDestination("attribute", "attribute");
await showAtOnce(destination.workspaceKey);
const segmentId = await makeOwedSegment(destination, "Far away", MEMBER_COUNT);

const fewestCalls = Math.ceil(MEMBER_COUNT / MAX_OBJECTS_PER_CALL);
const leastSeconds = (fewestCalls / MOST_CALLS_IN_FLIGHT) * (LATENCY_MS / 1_000);
const seconds = await secondsOf(() => pushAll(destination, segmentId, MEMBER_COUNT));
await endDelays();
const { attributes } = await readSandbox<{ attributes: { calls: number }[] }>(
  `braze/${destination.workspaceKey}/attributes`,
);

printResult({
  part: "attribute",
  figures: [
    { name: "100,000 owed members by attribute at 200 ms a call, four in flight", value: seconds, unit: "s" },
    {
      name: "of what the latency alone takes (67 s)",
      value: (seconds / leastSeconds) * 100,
      unit: "%",
      target: { atMost: 110 },
    },
    { name: "calls made", value: attributes[0]?.calls ?? 0, unit: "calls" },
    { name: "fewest calls that Braze's 75 users a call allow", value: fewestCalls, unit: "calls" },
    { name: "least time that Braze's limit allows", value: fewestCalls / CALLS_PER_SECOND, unit: "s" },
    peakMemory(),
  ],
});
await pool.end();
