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

/** For the first paint: what a source adds to Heap a day. */
export async function paintVolume(ctx: Ctx, customerId: string, sourceId: string): Promise<Painted> {
  const params = { customerId, sourceId };
  return volumeRead(params).paint(await estimateVolume(ctx, params));
}

/** For the first paint: the event types of a source that nobody knew. */
export async function paintSeenTypes(ctx: Ctx, customerId: string, sourceId: string): Promise<Painted> {
  const params = { customerId, sourceId };
  return seenTypesRead(params).paint(await listSeenTypes(ctx, params));
}

/** For the first paint: the endpoints of a source or a destination. */
export async function paintEndpoints(ctx: Ctx, owner: EndpointOwner): Promise<Painted> {
  const { customerId, kind, ownerId } = owner;
  const read = endpointsRead(owner);
  const ownedBy = kind === "sources" ? { sourceId: ownerId } : { destinationId: ownerId };
  const input = endpointListInput.parse(read.query());
  return read.paint(await listEndpoints(ctx, { customerId, ...ownedBy, ...input }));
}

/** For the first paint: all that Setup shows of a source. */
export function paintSource(ctx: Ctx, source: Flow): Promise<Painted[]> {
  const { customerId, id } = source;
  return Promise.all([
    paintLastChange(ctx, "source", source),
    paintSeenTypes(ctx, customerId, id),
    paintEndpoints(ctx, { customerId, kind: "sources", ownerId: id }),
  ]);
}

/** For the first paint: all that Setup shows of a destination. */
export function paintDestination(ctx: Ctx, destination: Flow): Promise<Painted[]> {
  const { customerId, id } = destination;
  const params = { customerId, destinationId: id };
  return Promise.all([
    paintLastChange(ctx, "destination", destination),
    paintEndpoints(ctx, { customerId, kind: "destinations", ownerId: id }),
    listReceivedPages(ctx, { ...params, limit: receivedPagesRead.limit }).then(
      receivedPagesRead(params).paint,
    ),
    listConnectLinks(ctx, { ...params, limit: connectLinksRead.limit }).then(connectLinksRead(params).paint),
  ]);
}

async function paintLastChange(ctx: Ctx, kind: "source" | "destination", flow: Flow): Promise<Painted> {
  const { customerId, id, version } = flow;
  const filters = { action: `${kind}.updated`, subjectId: id };
  const { limit } = lastChangeRead;
  const changes = await listCustomerAudit(ctx, { customerId, ...filters, limit });
  return lastChangeRead({ customerId }, { ...filters, version: String(version) }).paint(changes);
}
