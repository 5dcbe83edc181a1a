import { readHealth } from "@/lib/insight/health/read-health";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { TributaryError } from "@/lib/kernel/errors";
import { readOpenAlerts } from "./overview-alerts";
import { readDestinationOverviews } from "./overview-destinations";
import { readFlow } from "./overview-flow";
import { readHeapApps, readSourceOverviews } from "./overview-sources";
import type { OverviewView } from "./overview-view";

/**
 * Both flows of a customer as they are now: seven statements for any amount of data.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function showOverview(ctx: Ctx, input: { customerId: string }): Promise<OverviewView> {
  requireRole(ctx, "viewer");
  const { customerId } = input;
  const { state, mutedUntil } = await requireCustomer(customerId);

  const [health, sources, heapApps, destinations, alerts, flow] = await Promise.all([
    readHealth([customerId]),
    readSourceOverviews(customerId),
    readHeapApps(customerId),
    readDestinationOverviews(customerId),
    readOpenAlerts(customerId),
    readFlow(customerId),
  ]);
  const found = health.get(customerId);
  if (!found) throw new TributaryError("not_found", "There is no such customer.");

  const at = new Date();
  const muted = mutedUntil && mutedUntil > at ? mutedUntil.toISOString() : null;
  return {
    at: at.toISOString(),
    state,
    ...found,
    sources,
    heapApps,
    destinations,
    alerts,
    mutedUntil: muted,
    flow,
  };
}
