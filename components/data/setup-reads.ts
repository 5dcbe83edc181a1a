import { defineRead } from "./define-read";

/** The fixed lists that the forms of sources and destinations offer. */
export const setupOptionsRead = defineRead("/api/v1/setup-options");

/** A customer: name, owner, state and version. */
export const customerRead = defineRead("/api/v1/customers/[customerId]");

/** The team, to choose from; more than one page of them do not fit a list. */
export const teamRead = defineRead("/api/v1/users", { limit: 100 });

/** A customer's hops, and when each was proven. */
export const checksRead = defineRead("/api/v1/customers/[customerId]/checks");

/** A customer's sources; nobody has more than one page of them. */
export const sourcesRead = defineRead("/api/v1/customers/[customerId]/sources", { limit: 100 });

/** A customer's destinations; nobody has more than one page of them. */
export const destinationsRead = defineRead("/api/v1/customers/[customerId]/destinations", { limit: 100 });

/** Whose endpoints. */
export interface EndpointOwner {
  customerId: string;
  kind: "sources" | "destinations";
  ownerId: string;
}

/** Where the endpoints of a source or a destination are. */
export const ENDPOINT_PATHS = {
  sources: "/api/v1/customers/[customerId]/sources/[sourceId]/endpoints",
  destinations: "/api/v1/customers/[customerId]/destinations/[destinationId]/endpoints",
} as const;

/** The ids in an address of `ENDPOINT_PATHS`. */
export function endpointParams({ customerId, ownerId }: EndpointOwner) {
  return { customerId, sourceId: ownerId, destinationId: ownerId };
}

/** The endpoints of a source or a destination, newest first. */
export function endpointsRead(owner: EndpointOwner) {
  return defineRead(ENDPOINT_PATHS[owner.kind], { limit: 100 })(endpointParams(owner));
}
