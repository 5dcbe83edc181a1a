import { expect, test } from "vitest";
import { readOperations } from "@/app/api/v1/operations";
import { pool } from "@/lib/kernel/database";
import { makeTenant } from "./make-tenant";
import { readTables, snapshot } from "./read-tables";
import { nameOf } from "./requests";
import { TABLES } from "./tables";

test("the isolation test knows every table, and all tables it knows exist", async () => {
  const tables = [...(await readTables()).keys()];
  expect(
    tables.filter((name) => !(name in TABLES)),
    "Add these tables to TABLES (tools/isolation/tables.ts): whose rows they hold, and which operation reaches one",
  ).toEqual([]);
  expect(
    Object.keys(TABLES).filter((name) => !tables.includes(name)),
    "These tables no longer exist: remove them from TABLES",
  ).toEqual([]);
});

test("a table with a column customer_id, or one that refers to such a table, is listed as a customer's", async () => {
  const { rows } = await pool.query<{ child: string; parent: string }>(
    `SELECT DISTINCT conrelid::regclass::text AS child, confrelid::regclass::text AS parent
       FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
  );
  const named = (name: string) => name.replaceAll('"', "");
  const owned = new Set(["customer"]);
  for (const [name, columns] of await readTables()) {
    if (columns.some((column) => column.name === "customer_id")) owned.add(name);
  }
  for (let size = 0; size < owned.size; ) {
    size = owned.size;
    for (const { child, parent } of rows) if (owned.has(named(parent))) owned.add(named(child));
  }
  const wrong = [...owned].filter((name) => TABLES[name]?.of !== "customer");
  expect(wrong, "These tables hold customer data: say so in TABLES").toEqual([]);
});

test("every operation that TABLES names exists", async () => {
  const names = (await readOperations()).map(nameOf);
  const missing = Object.entries(TABLES).filter(
    ([, { reachedBy }]) => /^[A-Z]+ \//.test(reachedBy) && !names.includes(reachedBy),
  );
  expect(missing).toEqual([]);
});

test("a test customer has a row in every customer table, so that a leak of any would show", async () => {
  const tenant = await makeTenant();
  const rows = await snapshot(tenant);
  const empty = Object.entries(TABLES).filter(
    ([name, { of }]) => of === "customer" && rows[name]?.startsWith("0:"),
  );
  expect(empty.map(([name]) => name)).toEqual([]);
});
