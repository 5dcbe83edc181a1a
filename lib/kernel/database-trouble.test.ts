import { createServer } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { explainDatabaseTrouble } from "./database-trouble";

const good = process.env.DATABASE_URL ?? "";
const changed = (change: Partial<URL>) => Object.assign(new URL(good), change).href;

/** What an operator reads who starts with this address. */
async function explanationOf(address: string): Promise<string> {
  try {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    await client.end();
    return "connected";
  } catch (err) {
    return explainDatabaseTrouble(err, "DATABASE_URL", address);
  }
}

/** Says no to TLS, as a PostgreSQL without it does (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL). */
const withoutTls = createServer((socket) => {
  socket.once("data", () => socket.write("N"));
  socket.on("error", () => {});
});
beforeAll(() => new Promise<void>((resolve) => withoutTls.listen(0, "127.0.0.1", () => resolve())));
afterAll(() => withoutTls.close());
const portWithoutTls = () => String((withoutTls.address() as { port: number }).port);

test("a migration that waited too long for a lock is no database that does not answer", () => {
  const words = "The migration 2026_x failed: canceling statement due to lock timeout. Run it again.";
  const said = explainDatabaseTrouble(new Error(words), "DATABASE_OWNER_URL", good);
  expect(said).toContain(words);
  expect(said).not.toContain("nothing answers");
});

test("a role that is not there is not blamed on pg_hba.conf", () => {
  const err = Object.assign(new Error('role "nobody" does not exist'), { code: "28000" });
  expect(explainDatabaseTrouble(err, "DATABASE_URL", good)).toMatch(/no such role.*\(28000\)/);
});

test.each([
  ["nobody there", () => changed({ port: "1" }), /nothing answers at 127\.0\.0\.1:1 \(ECONNREFUSED\)/],
  [
    "a wrong password",
    () => changed({ password: "a-secret" }),
    /refuses the user or the password.*\(28P01\)/,
  ],
  ["no password", () => changed({ password: "" }), /the address has no password/],
  ["no such database", () => changed({ pathname: "/other" }), /no database of this name.*\(3D000\)/],
  ["no TLS", () => changed({ port: portWithoutTls(), search: "?sslmode=require" }), /does not offer TLS/],
  [
    "a missing file",
    () => changed({ search: "?sslmode=verify-full&sslrootcert=/nowhere/ca.pem" }),
    /the file \/nowhere\/ca\.pem.*cannot be read \(ENOENT\)/,
  ],
  ["no address", () => "postgresql://user:p@ss word@:x/", /^DATABASE_URL: /],
])(
  "%s is explained with the variable's name and what to do, without its secrets",
  async (_, address, said) => {
    const explanation = await explanationOf(address());
    expect(explanation).toMatch(/^DATABASE_URL: /);
    expect(explanation).toMatch(said);
    for (const secret of ["a-secret", new URL(good).password, "p@ss"])
      expect(explanation).not.toContain(secret);
  },
);
