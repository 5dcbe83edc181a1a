import { defineRead } from "./define-read";

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
