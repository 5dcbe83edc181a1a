import { expect, test, vi } from "vitest";
import { updateAlerts } from "@/lib/insight/alerts/update-alerts";
import { pool, prisma } from "@/lib/kernel/database";
import { readBooks } from "@/lib/setup/customers/read-books";
import { findHistoryFaults } from "@/tools/testing/history-faults";
import { fillDatabase } from "./fill";
import { planTroubles, TROUBLES } from "./troubles";

// Filling drops indexes for a while. Hoisted: the pool is made when its module is loaded.
vi.hoisted(() => {
  process.env.DATABASE_URL = process.env.DATABASE_OWNER_URL;
});

const SMALL = {
  customers: 45,
  days: 30,
  bodyDays: 2,
  events: 60_000,
  largestCustomerEvents: 12_000,
  syncs: 100,
  largestSegmentMembers: 1_000,
  auditEntries: 200,
  resolvedAlerts: 20,
};
const UNTIL = new Date();

test("a seed makes what it reports, its books balance, and a second one is refused", async () => {
  const { counts } = await fillDatabase(SMALL, UNTIL, () => {});

  // An index of a partitioned table is valid once every partition has it.
  const { rows: invalid } = await pool.query(
    "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid",
  );
  expect(invalid).toEqual([]);

  const made = new Map(counts);
  expect(made.get("customer")).toBe(45);
  expect(made.get("sync")).toBe(100);
  expect(made.get("audit_entry")).toBe(200);
  expect(made.get("check")).toBeGreaterThan(200);

  const books = [...(await readBooks()).values()];
  expect(books.every((customer) => customer.isBalanced)).toBe(true);
  const sum = (name: "accepted" | "pending") => books.reduce((total, customer) => total + customer[name], 0);
  expect(sum("accepted")).toBe(60_000);
  const { rows: packed } = await pool.query<{ events: number }>(
    "SELECT sum(cardinality(places))::int AS events FROM event_pack",
  );
  expect((made.get("event") ?? 0) + (packed[0]?.events ?? 0)).toBe(60_000 - sum("pending"));
  expect(packed[0]?.events).toBeGreaterThan(20_000);
  expect(Math.max(...books.map((customer) => customer.accepted))).toBe(12_000);

  expect(await prisma.segment.count({ where: { mode: "recurring" } })).toBeGreaterThan(100);
  const miscounted = await pool.query(
    `SELECT s.id FROM segment s JOIN member m ON m.segment_id = s.id GROUP BY s.id
     HAVING count(*) FILTER (WHERE m.wanted) <> s.wanted_count OR count(*) FILTER (WHERE m.acked) <> s.acked_count`,
  );
  expect(miscounted.rows).toEqual([]);
  const unequal = await pool.query(
    `SELECT s.id FROM sync s JOIN push p ON p.sync_id = s.id GROUP BY s.id
     HAVING coalesce(sum(p.adds) FILTER (WHERE p.state = 'accepted'), 0) <> s.added OR count(*) <> s.pushes`,
  );
  expect(unequal.rows).toEqual([]);

  for (const { id } of await prisma.customer.findMany({ select: { id: true } }))
    expect(await findHistoryFaults(pool, id)).toEqual([]);

  await expect(fillDatabase(SMALL, UNTIL, () => {})).rejects.toThrow("has customers");
});

test("only paused sources hold batches, so that nothing is forwarded when a server starts on the seed", async () => {
  const { rows } = await pool.query<{ held: boolean }>(
    `SELECT DISTINCT s.paused_at IS NOT NULL AS held FROM batch b JOIN source s ON s.id = b.source_id
     WHERE b.state = 'pending'`,
  );
  expect(rows).toEqual([{ held: true }]);
});

test("twenty customers are in eight kinds of trouble", () => {
  const numbers = Array.from({ length: 300 }, (_, number) => number * 3);
  const planned = [...planTroubles(numbers)];
  expect(planned).toHaveLength(20);
  expect(planned.every(([number]) => numbers.includes(number))).toBe(true);
  expect(new Set(planned.map(([, kind]) => kind)).size).toBe(8);
});

test("the alerts of a seed are those of its troubles: a customer has its own, and nobody else has one", async () => {
  await updateAlerts();
  const { rows } = await pool.query<{ kind: string; customers: number; alerts: number }>(
    `SELECT kind, count(DISTINCT customer_id)::int AS customers, count(*)::int AS alerts
     FROM alert WHERE resolved_at IS NULL GROUP BY kind`,
  );
  const found = new Map(rows.map(({ kind, customers, alerts }) => [kind, { customers, alerts }]));
  // So small a seed has too few events for silence and for a share to tell.
  const needEvents = ["quarantine_share", "no_events"];
  for (const [kind, count] of TROUBLES) {
    if (!needEvents.includes(kind))
      expect([kind, found.get(kind)]).toEqual([kind, { customers: count, alerts: count }]);
  }
  expect([...found.keys()].filter((kind) => !TROUBLES.some(([trouble]) => trouble === kind))).toEqual([]);
});
