import type { ParamsOf, Path, QueryOf } from "./route-types";
import { toQuery } from "./url-filters";

/** The address of a route, such as `/api/v1/customers/6f…`. */
export function addressOf<P extends Path>(path: P, params: ParamsOf<P>): string {
  const ids = params as Readonly<Record<string, string | number>>;
  return path.replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(String(ids[name])));
}

/** The URL of something that is read, such as a download. */
export function urlOf<P extends Path>(path: P, params: ParamsOf<P>, query: QueryOf<P> = {}): string {
  return addressOf(path, params) + toQuery(query);
}

/**
 * The key of everything the browser keeps of an address and of the addresses below it: what is kept of a customer's
 * segment begins with the key of the customer.
 */
export function keyOf<P extends Path>(path: P, params: ParamsOf<P>): string[] {
  return addressOf(path, params).split("/").slice(1);
}
