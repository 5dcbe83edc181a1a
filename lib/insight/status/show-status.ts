import { listSegments } from "@/lib/cohorts/segments/list-segments";
import { listSyncs } from "@/lib/cohorts/syncs/list-syncs";
import { readHealth } from "@/lib/insight/health/read-health";
import { readOpenAlerts } from "@/lib/insight/overview/overview-alerts";
import { listHops } from "@/lib/insight/proven-hops/list-hops";
import type { Ctx } from "@/lib/kernel/actor";
import { maskAll } from "@/lib/kernel/mask";
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

/**
 * What a customer's status page shows to the holder of its link.
 * @param link as it was looked up
 */
export async function showStatus(link: ActiveStatusLink): Promise<StatusView> {
  return maskAll(toStatusView(link, await readParts(link), new Date()));
}

async function readParts({ customerId, canCopyEndpoints }: ActiveStatusLink): Promise<StatusParts> {
  const [health, sources, destinations, checks, segments, syncs, alerts, endpoints] = await Promise.all([
    readHealth([customerId]),
    readSourceDays(customerId),
    readDestinationDays(customerId),
    listHops(READER, { customerId }),
    listSegments(READER, { customerId, sort: "name", limit: SHOWN_SEGMENTS }),
    listSyncs(READER, { customerId, limit: SHOWN_SYNCS, fold: "failures" }),
    readOpenAlerts(customerId),
    canCopyEndpoints ? readEndpoints(customerId) : [],
  ]);
  const word = health.get(customerId)?.health ?? "waiting";
  return { health: word, sources, destinations, checks, segments, syncs, alerts, endpoints };
}
