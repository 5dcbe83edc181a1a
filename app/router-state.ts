import { z } from "zod";

/** Next refuses a longer one; `next/dist/server/app-render/parse-and-validate-flight-router-state`. */
const MAX_LENGTH = 40_000;

const segment = z.union([
  z.string(),
  z.tuple([z.string(), z.string(), z.string(), z.array(z.string()).nullable()]),
]);

const routerState: z.ZodType = z.lazy(() =>
  z
    .tuple([segment, z.record(z.string(), routerState)])
    .rest(z.union([z.string(), z.number(), z.null(), z.tuple([z.string(), z.string()])])),
);

/**
 * Whether the header `Next-Router-State-Tree` is one that Next's own router could have sent. Next fails with 500 on
 * any other; a request without the header is answered as the first of a visit.
 */
export function isRouterState(header: string): boolean {
  if (header.length > MAX_LENGTH) return false;
  try {
    return routerState.safeParse(JSON.parse(decodeURIComponent(header))).success;
  } catch {
    return false;
  }
}
