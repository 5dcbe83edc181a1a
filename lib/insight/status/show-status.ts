import { listSegments } from "@/lib/cohorts/segments/list-segments";
import { listSyncs } from "@/lib/cohorts/syncs/list-syncs";
import { readWeeks } from "@/lib/insight/customer-list/read-weeks";
import { readHealth } from "@/lib/insight/health/read-health";
import { readOpenAlerts } from "@/lib/insight/overview/overview-alerts";
import { listHops } from "@/lib/insight/proven-hops/list-hops";
import type { Ctx } from "@/lib/kernel/actor";
import { maskAll } from "@/lib/kernel/mask";
import { sharedAnswers } from "@/lib/kernel/shared-answers";
import type { ActiveStatusLink } from "@/lib/setup/status-links/find-active-status-link";
import { readEndpoints } from "./read-endpoints";
import { readDestinationDays, readSourceDays } from "./read-flows";
import type { StatusView } from "./status-view";
import { type StatusParts, toStatusView } from "./to-status-view";

/** As many as the page shows. */
const SHOWN_SEGMENTS = 100;
const SHOWN_SYNCS = 20;

/**
 * The link has already been checked; everything read below is its customer's, and only the fields of the view leave
 * the server.
 */
const READER: Ctx = { actor: { kind: "system", name: "Status page" } };

/** What was read about a customer, for all links to it. */
const found = sharedAnswers<StatusParts>("status");

/**
 * What a customer's status page shows to the holder of its link.
 * @param link as it was looked up
 * @returns facts that are at most a second or so old, unless `lookAgain` was called
 */
export async function showStatus(link: ActiveStatusLink): Promise<StatusView> {
  const { customerId } = link;
  const parts = await found.get(customerId, () => readParts(customerId));
  return maskAll(toStatusView(link, parts, new Date()));
}

/** Somebody has changed something through a link: the next look shows it. */
export function lookAgain(customerId: string): void {
  found.forget(customerId);
}

/** One after the other, so that a look takes few of the connections that all share. */
async function readParts(customerId: string): Promise<StatusParts> {
  const health = await readHealth([customerId]);
  return {
    health: health.get(customerId)?.health ?? "waiting",
    sources: await readSourceDays(customerId),
    destinations: await readDestinationDays(customerId),
    checks: await listHops(READER, { customerId }),
    segments: await listSegments(READER, { customerId, sort: "name", limit: SHOWN_SEGMENTS }),
    syncs: await listSyncs(READER, { customerId, limit: SHOWN_SYNCS, fold: "failures" }),
    alerts: await readOpenAlerts(customerId),
    week: (await readWeeks([customerId])).get(customerId) ?? { events: [], members: [] },
    endpoints: await readEndpoints(customerId),
  };
}
