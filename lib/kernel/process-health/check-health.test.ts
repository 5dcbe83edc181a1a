import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { POST } from "@/app/api/currents/[token]/route";
import { GET } from "@/app/api/health/route";
import { pool } from "@/lib/kernel/database";
import { enterPhase } from "@/lib/kernel/process-phase";
import { makeSource } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";

const ask = async () => {
  const res = await GET();
  return { status: res.status, ...(await res.json()) };
};

/** What the database says may be a second old. */
const untilShown = (health: object) => expect.poll(ask).toMatchObject(health);

test("a process is ready only from the start of the engine until it is told to end", async () => {
  expect(await ask()).toMatchObject({ status: 503, process: "starting" });
  enterPhase("running");
  expect(await ask()).toEqual({
    status: 200,
    database: "up",
    migrations: "applied",
    eventWeeks: "made",
    storage: "writable",
    encryptionKeys: "complete",
    process: "running",
    functions: "running",
  });
  enterPhase("stopping");
  expect(await ask()).toMatchObject({ status: 503, process: "stopping" });
  enterPhase("running");
});

test("however many ask at once, the database is asked once", async () => {
  enterPhase("running");
  await untilShown({ status: 200 });
  const query = vi.spyOn(pool, "query");
  const answers = await Promise.all(Array.from({ length: 150 }, ask));
  const statements = query.mock.calls.filter(([text]) => (text as unknown) === "SELECT 1");
  query.mockRestore();

  expect(statements.length).toBeLessThanOrEqual(1);
  for (const answer of answers) expect(answer).toMatchObject({ status: 200 });
});

test("without its database it is not ready, and says so", async () => {
  const query = vi.spyOn(pool, "query").mockRejectedValue(new Error("connection refused") as never);
  await untilShown({ status: 503, database: "down" });
  query.mockRestore();
  await untilShown({ status: 200, database: "up" });
});

test("a database that takes a statement and never answers counts as down after 5 seconds", async () => {
  enterPhase("running");
  await untilShown({ status: 200 });
  const query = vi.spyOn(pool, "query").mockReturnValue(new Promise(() => {}) as never);
  await new Promise((resolve) => setTimeout(resolve, 1_100)); // what was kept is over
  const startedMs = Date.now();
  const never = new Promise((resolve) => setTimeout(() => resolve("no answer"), 8_000));
  expect(await Promise.race([ask(), never])).toMatchObject({ status: 503, database: "down" });
  expect(Date.now() - startedMs).toBeLessThan(6_000);
  query.mockRestore();
  await untilShown({ status: 200, database: "up" });
});

test("a week without a partition is shown, and requests are still taken", async () => {
  enterPhase("running");
  await untilShown({ status: 200, eventWeeks: "made" });
  await asOwner("SELECT make_event_weeks(current_date, current_date), drop_event_weeks(current_date)");
  await asOwner(
    "DO $$ BEGIN EXECUTE 'DROP TABLE ' || (SELECT name FROM event_weeks() WHERE ends_on > current_date + 7 LIMIT 1); END $$",
  );
  await untilShown({ status: 200, eventWeeks: "missing" });
  await asOwner("SELECT make_event_weeks(current_date, current_date + 35)");
  await untilShown({ status: 200, eventWeeks: "made" });
});

test("a process is not ready while its database lacks a migration of this version", async () => {
  vi.resetModules();
  const { areMigrationsApplied } = await import("@/lib/kernel/migrations");
  await asOwner(
    "UPDATE _prisma_migrations SET finished_at = NULL WHERE id = (SELECT id FROM _prisma_migrations LIMIT 1)",
  );
  expect(await areMigrationsApplied()).toBe(false);

  await asOwner("UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL");
  await asOwner(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ('later', 'x', '29990101000000_of_a_newer_version', now(), 1)`,
  );
  expect(await areMigrationsApplied()).toBe(true);
});

test("after a batch could not be stored, it is not ready until the database takes writes again", async () => {
  const name = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);
  const { token } = await makeSource({ heapAppId: "1" });
  const event = { id: randomUUID(), event_type: "users.x", time: 1, user: { external_user_id: "u" } };
  const send = () =>
    POST(
      new Request("http://127.0.0.1:3000/api/currents/x", {
        method: "POST",
        body: JSON.stringify({ events: [event] }),
      }),
      { params: Promise.resolve({ token }) },
    ).then(({ status }) => status);

  // What managed services do with a full disk. It begins with the next connection.
  await asOwner(`ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
  await endConnections(name);
  // The first one may only notice that its connection is gone.
  const storageAfterSending = async () => {
    expect(await send()).toBe(503);
    return (await ask()).storage;
  };
  await expect.poll(storageAfterSending).toBe("read_only");
  expect(await ask()).toMatchObject({ status: 503, database: "up", storage: "read_only" });

  await asOwner(`BEGIN READ WRITE; ALTER DATABASE "${name}" RESET default_transaction_read_only; COMMIT`);
  await endConnections(name);
  await expect.poll(async () => (await ask()).storage).toBe("writable");
  expect(await ask()).toMatchObject({ status: 200 });
  expect(await send()).toBe(200);
});

test("a process that lacks a key of stored secrets is not ready, and names it", async () => {
  await makeSource({ heapAppId: "1", bearerToken: "bearer" });
  await pool.query("UPDATE source SET bearer_token_enc = 'v1.gone.AAAA' WHERE bearer_token_enc IS NOT NULL");
  vi.useFakeTimers({ now: Date.now() + 120_000, toFake: ["Date"] });
  await untilShown({ status: 503, encryptionKeys: "incomplete", unusableKeys: ["gone"] });
  vi.useRealTimers();
});

/** Ends the connections of the pool, as a restart of the database would. */
async function endConnections(name: string): Promise<void> {
  await asOwner(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND usename = 'tributary_app'`,
  );
}
