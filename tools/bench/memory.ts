import { pool } from "@/lib/kernel/database";
import { peakMemory, printResult } from "./figure";
import { makeDestination, makeOwedSegment, pushAll } from "./owed-segment";
import { liftLimits } from "./sandbox-control";

const memberCount = Number(process.env.BENCH_MEMBERS);

await liftLimits();
const destination = await makeDestination(`memory-${memberCount}`);
const segmentId = await makeOwedSegment(destination, "Memory", memberCount);
await pushAll(destination, segmentId, memberCount);

const name = `peak memory of a push of ${memberCount.toLocaleString("en-US")} members`;
printResult({ part: "memory", figures: [{ ...peakMemory(), name }] });
await pool.end();
