import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { freePort } from "../scripts/free-port";
import { startServer, stopServers } from "../scripts/server";
import { makeDatabase } from "./own-database";

test.afterAll(stopServers);

const ENDS = { ENCRYPTION_KEYS: `other:${Buffer.alloc(32, 9).toString("base64")}` };

/** Starts a server on a database of its own; what it printed may be read while it starts. */
function start(variables: Record<string, string>, port: number) {
  const printed: string[] = [];
  const server = startServer({ LOG_LEVEL: "info", ...variables }, port, (text) => printed.push(text));
  return { server, printed: () => printed.join("") };
}

/** The link that the log of a new installation shows. */
function linkIn(printed: string): string {
  return (
    /First admin: \S+ can set a password, once, at (\S+\/set-password\/[^\s"]+)/.exec(printed)?.[1] ??
    "no link"
  );
}

test("a database without a migration of this version is answered with health alone, until it is applied; then the first admin gets a link", async ({
  page,
}) => {
  const { ownerUrl, runtimeUrl } = await makeDatabase();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const newest = "(SELECT max(migration_name) FROM _prisma_migrations)";
  await owner.query(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${newest}`);

  const port = await freePort();
  const { server, printed } = start({ DATABASE_URL: runtimeUrl }, port);
  const url = `http://127.0.0.1:${port}`;
  const statusOf = (path: string, method = "GET") =>
    fetch(url + path, { method, redirect: "manual" }).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(() => statusOf("/api/live")).toBe(200);
  for (const path of ["/", "/sign-in", "/api/v1/customers", "/api/inngest"])
    expect(await statusOf(path)).toBe(503);
  expect(await statusOf("/api/currents/some-token", "POST")).toBe(503);
  // Its first connections may take longer than health waits for them.
  const health = async () => (await fetch(`${url}/api/health`)).json();
  const unmigrated = { database: "up", migrations: "missing", process: "starting" };
  await expect.poll(health).toMatchObject(unmigrated);
  expect(printed()).toContain("admin -- migrate");
  expect((await owner.query("SELECT FROM engine_process")).rowCount).toBe(0);

  await owner.query("UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL");
  await owner.end();
  await server; // healthy
  await page.goto(linkIn(printed()));
  await expect(page.getByLabel("New password")).toBeVisible();
});

test("the first admin has no password until somebody sets one by the link, which works once; no log ever has a password", async ({
  page,
}) => {
  const { ownerUrl, runtimeUrl } = await makeDatabase();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const users = async () =>
    (await owner.query('SELECT email, password_hash IS NOT NULL AS "hasPassword" FROM "user"')).rows;
  const email = "admin@tributary.local";
  const variables = { DATABASE_URL: runtimeUrl, LOG_LEVEL: "debug" };
  const first = start(variables, await freePort());
  const server = await first.server;
  expect(await users()).toEqual([{ email, hasPassword: false }]);

  const link = linkIn(first.printed());
  const password = `chosen-${randomUUID()}`;
  await page.goto(link);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: /^Set password/ }).click();
  await page.waitForURL(`${server.url}/`);
  expect(await users()).toEqual([{ email, hasPassword: true }]);
  await page.goto(link);
  await expect(page.getByText("This link no longer works")).toBeVisible();
  await server.stop();

  const second = start(variables, await freePort());
  await second.server;
  await owner.end();
  expect(first.printed().split("First admin")).toHaveLength(2);
  expect(second.printed()).not.toContain("First admin");
  for (const printed of [first.printed(), second.printed()]) {
    expect(printed).not.toContain(password);
    expect(printed).not.toMatch(/password["']?\s*[:=]/i);
  }
});

test("without the key of stored secrets, and without its database, a server ends with one message that names the variable", async () => {
  const { ownerUrl, runtimeUrl } = await makeDatabase();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(
    `INSERT INTO erasure (id, customer_id, fingerprint, identity_enc, includes_variants, total, requested_by)
     VALUES (gen_random_uuid(), gen_random_uuid(), '#x', 'v1.k1.AAAA', false, 0, 'somebody')`,
  );
  await owner.end();
  const lacking = start({ DATABASE_URL: runtimeUrl, ...ENDS }, await freePort());
  await expect(lacking.server).rejects.toThrow("exited while starting");
  expect(lacking.printed()).toContain("ENCRYPTION_KEYS lacks the key 'k1'");

  const away = start({ DATABASE_URL: "postgresql://tributary:a-secret@127.0.0.1:1/none" }, await freePort());
  await expect(away.server).rejects.toThrow("exited while starting");
  expect(away.printed()).toContain("DATABASE_URL: nothing answers at 127.0.0.1:1");
  expect(away.printed()).not.toContain("a-secret");

  const noFile = `${runtimeUrl}?sslmode=verify-full&sslrootcert=/not/there.pem`;
  const unproven = start({ DATABASE_URL: noFile }, await freePort());
  await expect(unproven.server).rejects.toThrow("exited while starting");
  expect(unproven.printed()).toContain("DATABASE_URL: the file /not/there.pem, which sslrootcert");
});
