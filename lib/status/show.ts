import type { Ctx } from "@/lib/actor";
import { listChecks } from "@/lib/checks/list";
import { readHealth } from "@/lib/customers/health";
import { readOpenAlerts } from "@/lib/customers/overview-alerts";
import { listSegments } from "@/lib/segments/list";
import { type ActiveStatusLink, findActiveStatusLink } from "@/lib/status-links/find-active";
import { listSyncs } from "@/lib/syncs/list-syncs";
import { maskAll } from "./mask";
import { readEndpoints } from "./read-endpoints";
import { readDestinationDays, readSourceDays } from "./read-flows";
import type { StatusView } from "./status-view";
import { type StatusParts, toStatusView } from "./to-status-view";

/** As many as the page shows. */
const SHOWN_SEGMENTS = 100;
const SHOWN_SYNCS = 20;

/** The link has been checked already; what is read below is its customer's, and only what the view names is told. */
const READER: Ctx = { actor: { kind: "system", name: "Status page" } };

/**
 * What a customer's status page shows to whoever holds its link.
 * @param address where the request came from
 * @returns null for a link that opens nothing, whatever the reason
 * @throws TributaryError `limit_reached` after too many look-ups from this address
 */
export async function showStatus(token: string, address: string): Promise<StatusView | null> {
  const link = await findActiveStatusLink(token, address);
  if (!link) return null;

  return maskAll(toStatusView(link, await readParts(link), new Date()));
}

async function readParts({ customerId, canCopyEndpoints }: ActiveStatusLink): Promise<StatusParts> {
  const [health, sources, destinations, checks, segments, syncs, alerts, endpoints] = await Promise.all([
    readHealth([customerId]),
    readSourceDays(customerId),
    readDestinationDays(customerId),
    listChecks(READER, { customerId }),
    listSegments(READER, { customerId, sort: "name", limit: SHOWN_SEGMENTS }),
    listSyncs(READER, { customerId, limit: SHOWN_SYNCS }),
    readOpenAlerts(customerId),
    canCopyEndpoints ? readEndpoints(customerId) : [],
  ]);
  const word = health.get(customerId)?.health ?? "waiting";
  return { health: word, sources, destinations, checks, segments, syncs, alerts, endpoints };
}
