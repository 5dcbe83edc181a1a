import type pg from "pg";
import { NEEDS_NAME } from "@/lib/cohorts/members/needs-name";
import { engineKind } from "@/lib/kernel/env";
import { IS_OWED } from "@/lib/kernel/is-owed";

/** Something that is not done although there was time enough. */
export interface Stuck {
  what: string;
  count: number;
}

/** The functions, as the engine knows them, of whose runs none may be left, however new it is. */
export const AWAITED = [
  "tributary-forward-rounds",
  "tributary-forward-events",
  "tributary-decide-task",
  "tributary-run-sync",
];

// A call to Heap that died with its process is closed after two to three minutes; nothing waits for that.
const QUESTIONS: readonly { what: string; sql: string }[] = [
  { what: "batches pending", sql: "SELECT count(*)::int AS count FROM batch WHERE state = 'pending'" },
  {
    what: "calls to Heap without an end",
    sql: `SELECT count(*)::int AS count FROM delivery
          WHERE state = 'sending' AND started_at < now() - interval '4 min'`,
  },
  { what: "tasks receiving", sql: "SELECT count(*)::int AS count FROM task WHERE state = 'receiving'" },
  { what: "tasks incomplete", sql: "SELECT count(*)::int AS count FROM task WHERE state = 'incomplete'" },
  { what: "members owed", sql: `SELECT count(*)::int AS count FROM member m WHERE ${IS_OWED}` },
  { what: "members refused", sql: "SELECT count(*)::int AS count FROM member WHERE refused IS NOT NULL" },
  {
    what: "cohorts without their segment's name",
    sql: `SELECT count(*)::int AS count FROM segment s JOIN destination d ON d.id = s.destination_id WHERE ${NEEDS_NAME}`,
  },
  {
    what: "syncs under way",
    sql: "SELECT count(*)::int AS count FROM sync WHERE state IN ('queued', 'running')",
  },
  {
    what: "calls to Braze without an end",
    sql: "SELECT count(*)::int AS count FROM push WHERE state = 'sending'",
  },
  {
    what: "user properties owed",
    sql: "SELECT count(*)::int AS count FROM user_property WHERE owed_since IS NOT NULL",
  },
  {
    what: "deletions under way",
    sql: "SELECT count(*)::int AS count FROM deletion_request WHERE state NOT IN ('done', 'failed', 'refused')",
  },
  { what: "erasures under way", sql: "SELECT count(*)::int AS count FROM erasure WHERE phase <> 'done'" },
];

// Runs that a clock starts come and go: one that is a minute old should have gone. A job that was superseded while
// its worker died has used all its attempts without an error; the engine's clean-up removes it. A job still locked by
// workers that gave up wakes nobody: what it should have woken is counted above.
const QUESTIONS_OF_EMBEDDED_ENGINE: typeof QUESTIONS = [
  {
    what: "hints not taken up",
    sql: "SELECT count(*)::int AS count FROM engine_event WHERE dispatched_at IS NULL",
  },
  { what: "debounces waiting", sql: "SELECT count(*)::int AS count FROM engine_debounce" },
  {
    what: "runs under way",
    sql: `SELECT count(*)::int AS count FROM engine_run
          WHERE status NOT IN ('done', 'failed') AND (
            function_id IN ('${AWAITED.join("', '")}') OR created_at < now() - interval '1 min')`,
  },
  {
    what: "jobs left",
    sql: `SELECT count(*)::int AS count FROM graphile_worker.jobs
          WHERE task_identifier <> 'engine_cron' AND (
            last_error IS NOT NULL AND attempts >= max_attempts
            OR locked_at IS NULL AND attempts < max_attempts AND greatest(run_at, created_at) < now() - interval '1 min')`,
  },
];

/** What is not done; empty when everything is. Of an Inngest server's own work nothing is seen here. */
export async function findStuck(sql: pg.Client): Promise<Stuck[]> {
  const found: Stuck[] = [];
  const questions = engineKind() === "embedded" ? [...QUESTIONS, ...QUESTIONS_OF_EMBEDDED_ENGINE] : QUESTIONS;
  for (const question of questions) {
    const { rows } = await sql.query<{ count: number }>(question.sql);
    const count = rows[0]?.count ?? 0;
    if (count > 0) found.push({ what: question.what, count });
  }
  return found;
}
