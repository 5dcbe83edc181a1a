import { expect, test, vi } from "vitest";
import { GET } from "@/app/api/health/route";
import { pool } from "@/lib/kernel/database";
import { asOwner } from "@/tools/testing/owner";
import { enterPhase } from "./process-phase";

const ask = async () => {
  const res = await GET();
  return { status: res.status, ...(await res.json()) };
};

test("a process is ready only from the start of the engine until it is told to end", async () => {
  expect(await ask()).toMatchObject({ status: 503, process: "starting" });
  enterPhase("running");
  expect(await ask()).toEqual({
    status: 200,
    database: "up",
    migrations: "applied",
    process: "running",
    functions: "running",
  });
  enterPhase("stopping");
  expect(await ask()).toMatchObject({ status: 503, process: "stopping" });
  enterPhase("running");
});

test("without its database it is not ready, and says so", async () => {
  const query = vi.spyOn(pool, "query").mockRejectedValue(new Error("connection refused") as never);
  expect(await ask()).toMatchObject({ status: 503, database: "down" });
  query.mockRestore();
});

test("a process is not ready while its database lacks a migration of this version", async () => {
  vi.resetModules();
  const { areMigrationsApplied } = await import("./migrations");
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
