import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DatabaseProxy, startDatabaseProxy } from "./database-proxy";

let proxy: DatabaseProxy;
let through: pg.Client;
let beside: pg.Client;

beforeEach(async () => {
  const address = new URL(process.env.DATABASE_OWNER_URL ?? "");
  proxy = await startDatabaseProxy(Number(address.port));
  beside = new pg.Client({ connectionString: address.href });
  await beside.connect();
  await beside.query("DROP TABLE IF EXISTS held; CREATE TABLE held (value text)");

  address.port = String(proxy.port);
  through = new pg.Client({ connectionString: address.href });
  through.on("error", () => {});
  await through.connect();
});
afterEach(async () => {
  await proxy.close();
  await through.end().catch(() => {});
  await beside.end();
});

const INSERT = "INSERT INTO held VALUES ($1)";

async function stored(): Promise<number> {
  const { rows } = await beside.query("SELECT count(*)::int AS count FROM held");
  return rows[0].count;
}

test.each([
  ["before", 0],
  ["after", 1],
  ["before commit", 0],
  ["after commit", 1],
] as const)(
  "a connection held %s a statement leaves the statement done or not, and is never told which",
  async (when, rows) => {
    const held = proxy.hold({ when, statement: /INSERT INTO held/ });
    let heard = false;
    const work = async () => {
      await through.query("BEGIN");
      await through.query(INSERT, ["a"]);
      await through.query("COMMIT");
      heard = true;
    };
    const alone = async () => {
      await through.query(INSERT, ["a"]);
      heard = true;
    };
    const app = (when.endsWith("commit") ? work() : alone()).catch(() => {});

    await held;
    await through.end().catch(() => {});
    await proxy.close();
    await app;
    expect(heard).toBe(false);
    expect(await stored()).toBe(rows);
  },
);

test("everything else passes through, even after a cut and a stall", async () => {
  await through.query(INSERT, ["a"]);
  proxy.stall();
  const late = through.query(INSERT, ["b"]);
  proxy.restore();
  await late;
  expect(await stored()).toBe(2);

  proxy.cut();
  await expect(through.query(INSERT, ["c"])).rejects.toThrow();
  expect(await stored()).toBe(2);
});
