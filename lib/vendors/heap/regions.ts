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

/** The data centres of the local sandbox's Heap, for pickers. */
export const SANDBOX_REGIONS = [
  { region: "sandbox", label: "Sandbox", path: "/heap" },
  { region: "sandbox_eu", label: "Sandbox, EU", path: "/heap-eu" },
] as const;

/** Whether a region is one of the local sandbox. */
export function isSandboxRegion(region: string): boolean {
  return SANDBOX_REGIONS.some((known) => known.region === region);
}

/**
 * Base URL of a region's track API, without a trailing slash.
 * @param sandboxUrl base URL of the local sandbox; its regions exist only if it is given.
 * @throws TributaryError `invalid` for an unknown region, or for one of the sandbox without a sandbox.
 */
export function heapHost(region: string, sandboxUrl?: string | null): string {
  if (region === "us" || region === "eu") return HOSTS[region];
  const inSandbox = SANDBOX_REGIONS.find((known) => known.region === region);
  if (inSandbox && sandboxUrl) return withoutSlashesAtEnd(sandboxUrl) + inSandbox.path;

  throw new TributaryError("invalid", `Unknown Heap region “${region}”. Choose us or eu.`);
}

/** The region in the United States of each European one. */
const AMERICAN = new Map([
  ["eu", "us"],
  ["sandbox_eu", "sandbox"],
]);

/**
 * Base URL of the user deletion API of a region, without a trailing slash: the host of the United States for both.
 * Source: Heap's reference "User deletion".
 * @throws TributaryError like `heapHost`
 */
export function heapDeletionHost(region: string, sandboxUrl?: string | null): string {
  return heapHost(AMERICAN.get(region) ?? region, sandboxUrl);
}
