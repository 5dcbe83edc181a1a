import { CUSTOMER_SORTS } from "@/lib/insight/customer-list/customer-list-input";
import { HEALTH_WORDS } from "@/lib/insight/health/health-rule";
import { pool } from "@/lib/kernel/database";

/** The parts of the addresses that come from the seeded database. */
export interface Seeded {
  /** The customer with the most events. */
  customerId: string;
  sourceId: string;
  /** Its largest segment. */
  /** @neverNull the seeded customer with the most events has segments, whose pushes were syncs */
  segmentId: string;
  /** @neverNull as above */
  syncId: string;
  /** @neverNull seeded customers have owners */
  ownerId: string;
}

/** Reads what to ask for; throws when the database is empty. */
export async function readSeeded(): Promise<Seeded> {
  const { rows } = await pool.query<Seeded>(
    `WITH largest AS (SELECT customer_id, source_id FROM batch GROUP BY 1, 2 ORDER BY sum(accepted) DESC LIMIT 1)
     SELECT l.customer_id AS "customerId", l.source_id AS "sourceId",
            (SELECT id FROM segment g WHERE g.customer_id = l.customer_id ORDER BY wanted_count DESC LIMIT 1) AS "segmentId",
            (SELECT id FROM sync y WHERE y.customer_id = l.customer_id ORDER BY pushes DESC, id LIMIT 1) AS "syncId",
            (SELECT owner_id FROM customer WHERE owner_id IS NOT NULL ORDER BY id LIMIT 1) AS "ownerId"
     FROM largest l`,
  );
  if (!rows[0]) throw new Error("the database has no batches; npm run seed:large makes them");
  return rows[0];
}

/** Every list and overview, with each of its filters and sorts, both from the API and as a page. */
export function screensOf(seeded: Seeded): { name: string; path: string }[] {
  return [...apiOf(seeded), ...pagesOf(seeded)].map(([name, path]) => ({ name, path }));
}

function apiOf({ customerId, sourceId, segmentId, syncId, ownerId }: Seeded): [name: string, path: string][] {
  const customer = `/api/v1/customers/${customerId}`;
  const events = `${customer}/events`;
  const audit = "/api/v1/audit";
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const weekAgo = daysAgo(7);
  return [
    ["API dashboard", "/api/v1/dashboard"],
    ["API dashboard, 90 days", `/api/v1/dashboard/history?from=${daysAgo(89)}`],
    ["API alerts", "/api/v1/alerts"],
    ["API alerts, past", "/api/v1/alerts/past"],
    ["API alerts, count", "/api/v1/alerts/count"],
    ["API customers", "/api/v1/customers"],
    ["API customers, search", "/api/v1/customers?q=har"],
    ["API customers, state", "/api/v1/customers?state=live"],
    ["API customers, owner", `/api/v1/customers?ownerId=${ownerId}`],
    ...HEALTH_WORDS.map((health): [string, string] => [
      `API customers, health ${health}`,
      `/api/v1/customers?health=${health}`,
    ]),
    ...CUSTOMER_SORTS.map((sort): [string, string] => [
      `API customers, by ${sort}, descending`,
      `/api/v1/customers?sort=${sort}&dir=desc`,
    ]),
    ["API overview", `${customer}/overview`],
    ["API history, 90 days", `${customer}/history?bucket=day&from=${daysAgo(89)}`],
    ["API history, 24 hours", `${customer}/history?bucket=hour`],
    ["API history of a segment", `${customer}/history?segmentId=${segmentId}`],
    ["API changes, 90 days", `${customer}/changes?from=${daysAgo(89)}`],
    ["API checks", `${customer}/checks`],
    ["API events", events],
    ["API events, by cause", `${events}/issues`],
    ["API events, of one cause", `${events}?issue=${"0".repeat(32)}`],
    ["API events, one source", `${events}?sourceId=${sourceId}`],
    ["API events, forwarded", `${events}?outcome=forwarded`],
    ["API events, quarantined", `${events}?outcome=quarantined`],
    ["API events, pending", `${events}?outcome=pending`],
    ["API events, frequent type", `${events}?type=users.messages.email.Send`],
    ["API events, absent type", `${events}?type=users.messages.line.Send`],
    ["API events, identity", `${events}?identity=user-000042`],
    ["API events, absent identity", `${events}?identity=nobody`],
    ["API events, a week", `${events}?from=${weekAgo}`],
    ["API events, summary", `${events}/summary`],
    ["API segments", `${customer}/segments`],
    ["API segments, search", `${customer}/segments?q=cart`],
    ["API segments, mode", `${customer}/segments?mode=off`],
    ["API segments, with owed members", `${customer}/segments?members=owed`],
    ...["wanted", "owed", "lastSync", "nextSync"].map((sort): [string, string] => [
      `API segments, by ${sort}`,
      `${customer}/segments?sort=${sort}`,
    ]),
    ["API members of the largest segment", `${customer}/segments/${segmentId}/members`],
    ["API syncs", `${customer}/syncs`],
    ["API syncs, search", `${customer}/syncs?q=cart`],
    ["API syncs, failed", `${customer}/syncs?state=failed`],
    ["API syncs, of one segment", `${customer}/syncs?segmentId=${segmentId}`],
    ["API sync", `${customer}/syncs/${syncId}`],
    ["API customer's audit", `${customer}/audit`],
    ["API audit", audit],
    ["API audit, one action", `${audit}?action=source.updated`],
    ["API audit, actions of a word", `${audit}?action=user.*`],
    ["API audit, a customer", `${audit}?customerId=${customerId}`],
    ["API audit, a kind of actor", `${audit}?actorKind=customer_link`],
    ["API audit, a week", `${audit}?from=${weekAgo}`],
    ["API audit, actors", `${audit}/actors`],
  ];
}

function pagesOf({ customerId, segmentId, syncId }: Seeded): [name: string, path: string][] {
  const customer = `/customers/${customerId}`;
  return [
    ["page dashboard", "/"],
    ["page dashboard, 90 days", "/?range=90d"],
    ["page customers", "/customers"],
    ["page customers, by health", "/customers?sort=health"],
    ["page overview", customer],
    ["page events", `${customer}/events`],
    ["page segments", `${customer}/segments`],
    ["page segment", `${customer}/segments/${segmentId}`],
    ["page syncs", `${customer}/syncs`],
    ["page sync", `${customer}/syncs/${syncId}`],
    ["page setup", `${customer}/setup`],
    ["page customer's audit", `${customer}/audit`],
    ["page audit", "/audit"],
    ["page team", "/team"],
    ["page API keys", "/api-keys"],
    ["page account", "/account"],
  ];
}
