import { MOST_CALLS_IN_FLIGHT } from "@/lib/cohorts/syncs/push-owed";
import { pool } from "@/lib/kernel/database";
import { MAX_IDS_PER_CALL } from "@/lib/vendors/braze/cohort-changes";
import { peakMemory, printResult } from "./figure";
import { makeDestination, makeOwedSegment, pushAll, secondsOf } from "./owed-segment";
import { delayCalls, endDelays, liftLimits } from "./sandbox-control";

const MEMBER_COUNT = 1_000_000;
const LATENCY_MS = 200;

await liftLimits();
await delayCalls("braze.users", LATENCY_MS);
const destination = await makeDestination("latency");
const segmentId = await makeOwedSegment(destination, "Far away", MEMBER_COUNT);

const leastSeconds = (MEMBER_COUNT / MAX_IDS_PER_CALL / MOST_CALLS_IN_FLIGHT) * (LATENCY_MS / 1_000);
const cpuBefore = process.cpuUsage();
const seconds = await secondsOf(() => pushAll(destination, segmentId, MEMBER_COUNT));
const cpu = process.cpuUsage(cpuBefore);
await endDelays();

printResult({
  part: "latency",
  figures: [
    { name: "1,000,000 owed members at 200 ms a call, four in flight", value: seconds, unit: "s" },
    {
      name: "of what the latency alone takes (50 s)",
      value: (seconds / leastSeconds) * 100,
      unit: "%",
      target: { atMost: 110 },
    },
    { name: "processor time of the process", value: (cpu.user + cpu.system) / 1_000_000, unit: "s" },
    peakMemory(),
  ],
});
await pool.end();
