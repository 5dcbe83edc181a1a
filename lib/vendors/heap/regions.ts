import { TributaryError } from "@/lib/kernel/errors";
import { withoutSlashesAtEnd } from "@/lib/kernel/slashes-at-end";

/**
 * Where Heap accepts data, by region. The European host is `c.eu.heap-api.com`; `eu.heapanalytics.com` is the app.
 * Source: Heap track reference, developers.heap.io/reference/track-1.
 */
const HOSTS = {
  us: "https://heapanalytics.com",
  eu: "https://c.eu.heap-api.com",
} as const;

/** The regions of the real Heap, for pickers. */
export const HEAP_REGIONS = [
  { region: "us", label: "United States", host: HOSTS.us },
  { region: "eu", label: "European Union", host: HOSTS.eu },
] as const;

/**
 * Base URL of a region's track API, without a trailing slash.
 * @param sandboxUrl base URL of the local sandbox; the region `sandbox` exists only if it is given.
 * @throws TributaryError `invalid` for an unknown region, or for `sandbox` without a sandbox.
 */
export function heapHost(region: string, sandboxUrl?: string | null): string {
  if (region === "us" || region === "eu") return HOSTS[region];
  if (region === "sandbox" && sandboxUrl) return withoutSlashesAtEnd(sandboxUrl);

  throw new TributaryError("invalid", `Unknown Heap region "${region}". Choose us or eu.`);
}

/**
 * Base URL of the user deletion API of a region, without a trailing slash: the host of the United States for both.
 * Source: Heap's reference "User deletion".
 * @throws TributaryError like `heapHost`
 */
export function heapDeletionHost(region: string, sandboxUrl?: string | null): string {
  return heapHost(region === "eu" ? "us" : region, sandboxUrl);
}
