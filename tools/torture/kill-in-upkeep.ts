import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { IN_THE_WAY } from "../../scripts/apply-migrations";
import type { DemoCustomer } from "../demo/customers";
import type { Ground } from "./ground";
import { type Attack, POINT_TIMEOUT_MS, reach } from "./kill-at-points";
import { startLoad } from "./load";
import { POINTS, type Point } from "./points";

/** Older than anything is kept; each kill has a week of its own. */
const FIRST_WEEKS_AGO = 20;
/** Old enough to be packed, and kept. */
const LAST_PACKED_WEEKS_AGO = 4;
/** A table of events and its indexes without any, a page or two each. What only lost its rows keeps the pages of its indexes. */
const EMPTY_BYTES = 16 * 8_192;
const OLD_BATCHES = 50;
const OLD_EVENTS_PER_BATCH = 20;

const WAKE_EVERY_MS = 5_000;
const LOOK_EVERY_MS = 200;

/**
 * Kills the app under load at each moment of its upkeep: while it makes the weeks to come, drops old ones, prunes what is left
 * of them, zips bodies, and packs past weeks. Each time an old week must be gone afterwards, the weeks to come be there, and every
 * body and every event of a past week be kept, once.
 */
export async function killInUpkeep(ground: Ground, name: string): Promise<Attack> {
  const customer = await ground.onboard(name);
  const former = await ground.onboard(`${name}, of long ago`, {}, { segments: 1 });
  const attack: Attack = { customers: [customer], done: {}, missed: [] };
  const sql = new pg.Client({ connectionString: ground.database.ownerUrl });
  await sql.connect();
  await sql.query("SET lock_timeout = '1s'");
  await sql.query("UPDATE body_zipping SET starts_at = now()");
  await patiently(() => sql.query(dropWeek("ORDER BY ends_on")));

  const load = startLoad(customer);
  for (const [place, point] of POINTS.upkeep.entries()) {
    await storeOldWeek(sql, former, FIRST_WEEKS_AGO + place);
    await patiently(() => sql.query(dropWeek("ORDER BY ends_on DESC")));
    if (!(await killAt(ground, sql, attack, point))) continue;
    const isDone = await wakeUntil(sql, untilDone(sql, former));
    if (!isDone) attack.missed.push(`${point.name}: the old week was not dropped, or a coming one not made`);
    ground.say(`  ${name}: ${place + 1} of ${POINTS.upkeep.length} moments`);
  }
  await killWhilePacking(ground, name, sql, attack);
  await load.stop();

  const { rows } = await sql.query(
    `SELECT FROM batch b JOIN source s ON s.id = b.source_id
     WHERE s.customer_id = $1 AND b.body IS NULL AND b.body_zip IS NULL`,
    [customer.id],
  );
  if (rows.length > 0) attack.missed.push(`${rows.length} bodies are lost`);
  await sql.end();
  return attack;
}

/** Kills the app at a point of its upkeep; it comes back at once. False when it never got there. */
async function killAt(ground: Ground, sql: pg.Client, attack: Attack, point: Point): Promise<boolean> {
  if (!(await wakeUntil(sql, reach(ground, point)))) {
    attack.missed.push(`never reached: ${point.name}`);
    return false;
  }
  await ground.app.kill();
  attack.done[point.name] = 1;
  await ground.app.start();
  return true;
}

/** Each kill has a customer and a week of its own. */
async function killWhilePacking(ground: Ground, name: string, sql: pg.Client, attack: Attack): Promise<void> {
  for (const [place, point] of POINTS.packing.entries()) {
    const packed = await ground.onboard(`${name}, packed ${place + 1}`, {}, { segments: 1 });
    // From the oldest on: weeks are prepared in their order.
    const weeksAgo = LAST_PACKED_WEEKS_AGO + POINTS.packing.length - place;
    await storeOldWeek(sql, packed, weeksAgo);
    await sql.query("UPDATE event_packing SET packed_until = NULL, shrunk_until = NULL");
    if (!(await killAt(ground, sql, attack, point))) continue;
    if (!(await wakeUntil(sql, untilPacked(sql, packed, weeksAgo))))
      attack.missed.push(
        `${point.name}: the events of the week are not all packed, or its disk space was not given back`,
      );
  }
}

/** All events of the week are in packs, each once, and the table of their rows takes no space. */
async function untilPacked(sql: pg.Client, { id }: DemoCustomer, weeksAgo: number): Promise<boolean> {
  return untilTrue(
    sql,
    `SELECT WHERE (
       SELECT count(*) = $2 AND count(DISTINCT (p.batch_id, place)) = $2 FROM event_pack p JOIN source s ON s.id = p.source_id
       CROSS JOIN unnest(p.places) place WHERE s.customer_id = $1
     ) AND (SELECT pg_total_relation_size(name::regclass) <= ${EMPTY_BYTES} FROM event_weeks() WHERE starts_on = date_trunc('week', current_date - 7 * $3::int)::date)`,
    [id, OLD_BATCHES * OLD_EVENTS_PER_BATCH, weeksAgo],
  );
}

/** A week of batches and events, all of them done. */
async function storeOldWeek(sql: pg.Client, { id }: DemoCustomer, weeksAgo: number): Promise<void> {
  const day = "current_date - 7 * $1::int";
  await patiently(() => sql.query(`SELECT make_event_weeks(${day}, ${day})`, [weeksAgo]));
  await sql.query(
    `WITH stored AS (
       INSERT INTO batch (id, customer_id, source_id, digest, body, byte_size, accepted, forwarded, state, received_at, done_at)
       SELECT overlay(gen_random_uuid()::text PLACING left(lowest_id_of(${day})::text, 13) FROM 1 FOR 13)::uuid, s.customer_id, s.id,
              sha256(gen_random_uuid()::text::bytea), '{}', 2, $3::int, $3::int, 'done', ${day}, ${day}
       FROM source s, generate_series(1, $4::int) WHERE s.customer_id = $2
       RETURNING id, customer_id, source_id
     )
     INSERT INTO event (batch_id, index, customer_id, source_id, event_id, outcome)
     SELECT b.id, n, b.customer_id, b.source_id, b.id::text || n, 'forwarded' FROM stored b, generate_series(1, $3::int) n`,
    [weeksAgo, id, OLD_EVENTS_PER_BATCH, OLD_BATCHES],
  );
}

/** Nothing old is left, and the weeks to come are there. */
async function untilDone(sql: pg.Client, { id }: DemoCustomer): Promise<boolean> {
  return untilTrue(
    sql,
    `SELECT WHERE NOT EXISTS (SELECT FROM batch WHERE customer_id = $1) AND NOT EXISTS (SELECT FROM event WHERE customer_id = $1)
       AND (SELECT max(ends_on) FROM event_weeks()) > current_date + 14`,
    [id],
  );
}

/** Looks again and again until a statement gives a row. False when it never did. */
async function untilTrue(sql: pg.Client, statement: string, values: unknown[]): Promise<boolean> {
  const deadlineMs = Date.now() + POINT_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const { rowCount: isTrue } = await sql.query(statement, values);
    if (isTrue) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

/** Lets the clock's functions run now, again and again until something has happened. */
async function wakeUntil(sql: pg.Client, happened: Promise<boolean>): Promise<boolean> {
  const wake = () => sql.query(WAKE).catch(() => {});
  for (;;) {
    await wake();
    const later = pause(WAKE_EVERY_MS, "later" as const);
    const answer = await Promise.race([happened, later]);
    if (answer !== "later") return answer;
  }
}

async function patiently(work: () => Promise<unknown>): Promise<void> {
  const deadlineMs = Date.now() + POINT_TIMEOUT_MS;
  for (;;) {
    try {
      await work();
      return;
    } catch (err) {
      if (!IN_THE_WAY.has((err as pg.DatabaseError).code ?? "") || Date.now() > deadlineMs) throw err;
      await pause(LOOK_EVERY_MS);
    }
  }
}

const WAKE = `
  WITH due AS (
    UPDATE engine_cron SET next_at = now()
    WHERE split_part(key, ' ', 1) ~ '(apply-retention|zip-bodies|pack-events)$' RETURNING 'engine_cron:' || key AS job
  )
  SELECT graphile_worker.reschedule_jobs(
    ARRAY(SELECT j.id FROM graphile_worker.jobs j JOIN due ON due.job = j.key WHERE j.locked_at IS NULL), run_at => now())`;

/**
 * Takes an empty week away, in SQL: the first, which has all that was before there were weeks, so that old ones are weeks of
 * their own; or the last, so that the app has one to make.
 */
function dropWeek(order: "ORDER BY ends_on" | "ORDER BY ends_on DESC"): string {
  return `DO $$
    DECLARE
      week text := (SELECT name FROM event_weeks() ${order} LIMIT 1);
      is_used boolean;
    BEGIN
      EXECUTE format('SELECT EXISTS (SELECT FROM %I)', week) INTO is_used;
      IF is_used THEN RAISE EXCEPTION '% has events', week; END IF;
      EXECUTE format('ALTER TABLE event DETACH PARTITION %I', week);
      EXECUTE format('DROP TABLE %I', week);
    END $$`;
}
