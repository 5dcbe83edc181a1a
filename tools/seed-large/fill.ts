import { zipBodiesFor } from "@/lib/forwarding/batches/zip-bodies";
import { packEventsFor } from "@/lib/forwarding/packs/pack-events";
import { inTransaction, pool } from "@/lib/kernel/database";
import { makePackWeeks, shrinkEventWeeks } from "@/lib/kernel/event-weeks";
import { recordProvenHops } from "@/lib/setup/proven-hops/record-proven-hops";
import { seedCounts } from "./counts";
import { seedCustomers } from "./customers";
import { seedEvents } from "./events";
import { seedHistory } from "./history";
import { SEED_HASH_FUNCTION, SEED_ID_FUNCTION, SEED_TIME_FUNCTION } from "./seed-id";
import { seedSegments } from "./segments";
import type { SeedSize } from "./size";
import { type Login, seedTeam } from "./team";
import { seedTroubles } from "./troubles";

const FILLED = [
  "customer",
  "source",
  "destination",
  "endpoint",
  "batch",
  "event",
  "event_pack",
  "delivery",
  "segment",
  "member",
  "task",
  "page",
  "sync",
  "push",
  "alert",
  "audit_entry",
  "event_hour",
  "event_day",
  "lag_hour",
  "call_hour",
  "segment_day",
];

/**
 * Fills an empty database, in one transaction: an interrupted seed leaves nothing behind. The same size and end make
 * the same rows, except for tokens, ciphertexts and the password.
 * @param until the end of the seeded days
 * @throws Error when the database has customers
 */
export async function fillDatabase(
  size: SeedSize,
  until: Date,
  say: (line: string) => void,
): Promise<{ login: Login; counts: [table: string, rows: number][] }> {
  const { rows } = await pool.query("SELECT FROM customer LIMIT 1");
  if (rows.length > 0) throw new Error("This database has customers; the seed fills empty ones only.");

  const login = await inTransaction(async (sql) => {
    await sql.query("SET LOCAL maintenance_work_mem = '512MB'");
    await sql.query("SET LOCAL work_mem = '256MB'");
    for (const statement of [SEED_ID_FUNCTION, SEED_HASH_FUNCTION, SEED_TIME_FUNCTION])
      await sql.query(statement);

    say("Team and customers ...");
    const team = await seedTeam(sql, until.getTime());
    const sources = await seedCustomers(sql, { size, untilMs: until.getTime(), ownerIds: team.ownerIds });
    say("Batches and events ...");
    await seedEvents(sql, size, until);
    say("Segments and syncs ...");
    await seedSegments(sql, size, until);
    say("Troubles, alerts and audit entries ...");
    await seedTroubles(sql, sources, until);
    await seedHistory(sql, size, until);
    say("Counts of the history ...");
    await seedCounts(sql);
    return team.login;
  });

  say("Packs of past weeks ...");
  await makePackWeeks();
  await Promise.all([packAll(), packAll()]);
  await shrinkEventWeeks();

  say("Zipped bodies ...");
  while ((await zipBodiesFor(60)) > 0);
  // In use, only a few bodies are stored as sent at a time: the space that all of them took here is given back.
  await pool.query("VACUUM (FULL) batch");

  say("Statistics ...");
  const counts: [string, number][] = [];
  for (const table of FILLED) {
    await pool.query(`VACUUM (ANALYZE) ${table}`);
    const { rows: counted } = await pool.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${table}`);
    counts.push([table, Number(counted[0]?.rows)]);
  }
  counts.push(["check", await recordProvenHops()]);
  return { login, counts };
}

/** Packing rests half of the time; a second run of it works while the first rests. */
async function packAll(): Promise<void> {
  while ((await packEventsFor(60)) > 0);
}
