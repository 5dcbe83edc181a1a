import { paintIfRead } from "@/app/paint-if-read";
import type { Painted } from "@/components/data/define-read";
import { type EndpointOwner, endpointsRead } from "@/components/data/setup-reads";
import { listReceivedPages } from "@/lib/cohorts/pages/list-received-pages";
import { estimateVolume } from "@/lib/forwarding/events/estimate-volume";
import type { Ctx } from "@/lib/kernel/actor";
import { listCustomerAudit } from "@/lib/kernel/audit/list-audit";
import { listConnectLinks } from "@/lib/setup/connect-links/list-connect-links";
import { endpointListInput, listEndpoints } from "@/lib/setup/endpoints/list-endpoints";
import { listSeenTypes } from "@/lib/setup/sources/list-seen-types";
import { connectLinksRead, lastChangeRead, receivedPagesRead, seenTypesRead, volumeRead } from "./reads";

/** A source or a destination of which a page shows more than its settings. */
interface Flow {
  id: string;
  customerId: string;
  version: number;
}

/** A part of a page for its first paint; null leaves it to the browser. */
type Part = Promise<Painted | null>;

/**
 * What a page shows of each of these, for its first paint. One after the other: a customer with many of them must not take
 * all connections to the database.
 */
export async function paintEach<Of>(
  those: readonly Of[],
  paint: (one: Of) => Promise<(Painted | null)[]>,
): Promise<(Painted | null)[]> {
  const painted: (Painted | null)[] = [];
  for (const one of those) painted.push(...(await paint(one)));
  return painted;
}

/** What a source adds to Heap a day. */
export function paintVolume(ctx: Ctx, customerId: string, sourceId: string): Part {
  const params = { customerId, sourceId };
  return paintIfRead(async () => volumeRead(params).paint(await estimateVolume(ctx, params)));
}

/** The event types of a source that nobody knew. */
export function paintSeenTypes(ctx: Ctx, customerId: string, sourceId: string): Part {
  const params = { customerId, sourceId };
  return paintIfRead(async () => seenTypesRead(params).paint(await listSeenTypes(ctx, params)));
}

/** The endpoints of a source or a destination. */
export function paintEndpoints(ctx: Ctx, owner: EndpointOwner): Part {
  const { customerId, kind, ownerId } = owner;
  const read = endpointsRead(owner);
  const ownedBy = kind === "sources" ? { sourceId: ownerId } : { destinationId: ownerId };
  const input = endpointListInput.parse(read.query());
  return paintIfRead(async () => read.paint(await listEndpoints(ctx, { customerId, ...ownedBy, ...input })));
}

/** All that Setup shows of a source. */
export function paintSource(ctx: Ctx, source: Flow): Promise<(Painted | null)[]> {
  const { customerId, id } = source;
  return Promise.all([
    paintLastChange(ctx, "source", source),
    paintSeenTypes(ctx, customerId, id),
    paintEndpoints(ctx, { customerId, kind: "sources", ownerId: id }),
  ]);
}

/** All that Setup shows of a destination. */
export function paintDestination(ctx: Ctx, destination: Flow): Promise<(Painted | null)[]> {
  const { customerId, id } = destination;
  const params = { customerId, destinationId: id };
  const [pages, links] = [receivedPagesRead, connectLinksRead];
  return Promise.all([
    paintLastChange(ctx, "destination", destination),
    paintEndpoints(ctx, { customerId, kind: "destinations", ownerId: id }),
    paintIfRead(async () =>
      pages(params).paint(await listReceivedPages(ctx, { ...params, limit: pages.limit })),
    ),
    paintIfRead(async () =>
      links(params).paint(await listConnectLinks(ctx, { ...params, limit: links.limit })),
    ),
  ]);
}

function paintLastChange(ctx: Ctx, kind: "source" | "destination", flow: Flow): Part {
  const { customerId, id, version } = flow;
  const filters = { action: `${kind}.updated`, subjectId: id };
  const { limit } = lastChangeRead;
  const read = lastChangeRead({ customerId }, { ...filters, version: String(version) });
  return paintIfRead(async () => read.paint(await listCustomerAudit(ctx, { customerId, ...filters, limit })));
}
