import pino from "pino";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { logOptions } from "@/lib/kernel/log";
import { eventually } from "../../tools/testing/run-engine";
import { migrateJobs } from "./jobs";
import { startWorkers } from "./workers";

test("a job that fails is logged by its kind and where it failed, never by the message of its error", async () => {
  const lines: string[] = [];
  const logger = pino({ ...logOptions, level: "info" }, { write: (line: string) => void lines.push(line) });
  await migrateJobs(pool);
  const fail = async () => {
    throw new Error("the value 'zoe@example.com' is no number");
  };
  const workers = startWorkers(pool, { "job-that-fails": fail }, 1, logger);
  try {
    await pool.query("SELECT graphile_worker.add_job('job-that-fails', max_attempts => 1)");
    await eventually(() => lines.some((line) => line.includes("job-that-fails")));
  } finally {
    await workers.stop();
  }

  expect(lines.join("")).not.toContain("zoe@example.com");
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({
      level: 50,
      jobKind: "job-that-fails",
      err: expect.objectContaining({ reason: "Error", stack: expect.stringContaining("job-lines.test.ts") }),
    }),
  );
});
