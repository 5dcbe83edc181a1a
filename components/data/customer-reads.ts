import { defineRead } from "./define-read";

/** A customer: name, owner, state and version. */
export const customerRead = defineRead("/api/v1/customers/[customerId]");

/** A customer's hops, and when each was proven. */
export const checksRead = defineRead("/api/v1/customers/[customerId]/checks");

/** A customer's sources; nobody has more than one page of them. */
export const sourcesRead = defineRead("/api/v1/customers/[customerId]/sources", { limit: 100 });

/** A customer's destinations; nobody has more than one page of them. */
export const destinationsRead = defineRead("/api/v1/customers/[customerId]/destinations", { limit: 100 });
