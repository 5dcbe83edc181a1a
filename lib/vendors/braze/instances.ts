import { TributaryError } from "@/lib/kernel/errors";
import { withoutSlashesAtEnd } from "@/lib/kernel/slashes-at-end";

export interface BrazeInstance {
  /** Braze's own name for the instance. */
  id: string;
  /** Base URL of the REST API. */
  restHost: string;
  /** The dashboard that customers sign in to; null where no source gives it. */
  dashboard: string | null;
}

/**
 * Every Braze instance we call. A fixed list, because hosts do not follow from names (US-10 is not `iad-10`) and a
 * free URL would let a caller send credentials anywhere. Source:
 * https://www.braze.com/docs/user_guide/administer/personal/sdk_endpoints/ ; ID-01, JP-01 and KR-01 from
 * https://www.braze.com/docs/partners/isv_partners/cohort_import ; US-09 and EU-03 appear only in the Braze
 * destinations of Segment and RudderStack.
 */
export const BRAZE_INSTANCES: readonly BrazeInstance[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => ({
    id: `US-0${number}`,
    restHost: `https://rest.iad-0${number}.braze.com`,
    dashboard: `https://dashboard-0${number}.braze.com`,
  })),
  { id: "US-09", restHost: "https://rest.us-09.braze.com", dashboard: null },
  {
    id: "US-10",
    restHost: "https://rest.us-10.braze.com",
    dashboard: "https://dashboard.us-10.braze.com",
  },
  { id: "EU-01", restHost: "https://rest.fra-01.braze.eu", dashboard: "https://dashboard-01.braze.eu" },
  { id: "EU-02", restHost: "https://rest.fra-02.braze.eu", dashboard: "https://dashboard-02.braze.eu" },
  { id: "EU-03", restHost: "https://rest.fra-03.braze.eu", dashboard: null },
  {
    id: "AU-01",
    restHost: "https://rest.au-01.braze.com",
    dashboard: "https://dashboard.au-01.braze.com",
  },
  { id: "ID-01", restHost: "https://rest.id-01.braze.com", dashboard: null },
  { id: "JP-01", restHost: "https://rest.jp-01.braze.com", dashboard: null },
  { id: "KR-01", restHost: "https://rest.kr-01.braze.com", dashboard: null },
];

/** The instance id of the local sandbox in the United States. */
export const SANDBOX_INSTANCE = "sandbox";

/** The data centres of the local sandbox's Braze, for pickers. */
export const SANDBOX_INSTANCES = [
  { id: SANDBOX_INSTANCE, path: "/braze", keyRegion: "us" },
  { id: "sandbox-eu", path: "/braze-eu", keyRegion: "eu" },
] as const;

/** Whether an instance is one of the local sandbox. */
export function isSandboxInstance(instance: string): boolean {
  return SANDBOX_INSTANCES.some(({ id }) => id === instance);
}

/**
 * Base URL of an instance's REST API, without a trailing slash.
 * @param sandboxUrl base URL of the local sandbox; its instances exist only if it is given.
 * @throws TributaryError `invalid` for an unknown instance, or for one of the sandbox without a sandbox.
 */
export function brazeHost(instance: string, sandboxUrl?: string | null): string {
  const inSandbox = SANDBOX_INSTANCES.find(({ id }) => id === instance);
  if (inSandbox && sandboxUrl) return withoutSlashesAtEnd(sandboxUrl) + inSandbox.path;

  const known = BRAZE_INSTANCES.find(({ id }) => id === instance);
  if (known) return known.restHost;

  throw new TributaryError(
    "invalid",
    `Unknown Braze instance “${instance}”. Choose one of ${BRAZE_INSTANCES.map(({ id }) => id).join(", ")}.`,
  );
}

/**
 * Which of the partner's two API keys an instance takes. Braze issues one for the US clusters and one for the EU and
 * says nothing about Australia, Indonesia, Japan and Korea; Segment sends the US key to every host that is not
 * European. Source: https://www.braze.com/docs/partners/isv_partners/cohort_import , segmentio/action-destinations.
 */
export function partnerKeyRegion(instance: string): "us" | "eu" {
  const inSandbox = SANDBOX_INSTANCES.find(({ id }) => id === instance);
  if (inSandbox) return inSandbox.keyRegion;

  const isEuropean = BRAZE_INSTANCES.some(
    ({ id, restHost }) => id === instance && restHost.endsWith(".braze.eu"),
  );
  return isEuropean ? "eu" : "us";
}
