import { pool } from "@/lib/kernel/database";
import type { Job } from "@/lib/kernel/open-slices";

/** As if the process had just ended in the middle of a job's slice, ten times in a row. */
export async function leaveSlicesOpen(job: Job, subjectId: string): Promise<void> {
  await pool.query("INSERT INTO open_slice (job, subject_id, slices) VALUES ($1, $2, 10)", [job, subjectId]);
}
