import { pool } from "@/lib/kernel/database";
import type { CustomerListItem } from "./customer-list-item";

const DAY_MS = 86_400_000;
const DAYS = 7;

type Week = CustomerListItem["week"];

interface Row {
  customerId: string;
  way: keyof Week;
  day: Date;
  count: number;
}

/** What reached Heap and Braze on each of the last seven days (UTC), today last, of these customers: one statement for all. */
export async function readWeeks(customerIds: readonly string[]): Promise<Map<string, Week>> {
  const firstMs = (Math.floor(Date.now() / DAY_MS) - (DAYS - 1)) * DAY_MS;
  const { rows } = await pool.query<Row>(BY_DAY, [customerIds, new Date(firstMs)]);
  const weeks = new Map(
    customerIds.map((id) => [id, { events: Array(DAYS).fill(0), members: Array(DAYS).fill(0) } as Week]),
  );
  for (const { customerId, way, day, count } of rows) {
    const place = Math.min(DAYS - 1, (day.getTime() - firstMs) / DAY_MS);
    const days = weeks.get(customerId)?.[way];
    if (days) days[place] = (days[place] ?? 0) + count;
  }
  return weeks;
}

const BY_DAY = `
  SELECT s.customer_id AS "customerId", 'events' AS way, d.day, sum(d.forwarded)::float8 AS count
  FROM source s JOIN event_day d ON d.source_id = s.id
  WHERE s.customer_id = ANY ($1::uuid[]) AND d.day >= $2
  GROUP BY 1, 3
  UNION ALL
  SELECT g.customer_id, 'members', d.day, sum(d.added + d.removed)::float8
  FROM segment g JOIN segment_day d ON d.segment_id = g.id
  WHERE g.customer_id = ANY ($1::uuid[]) AND d.day >= $2
  GROUP BY 1, 3`;
