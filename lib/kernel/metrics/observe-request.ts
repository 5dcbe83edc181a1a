import type { Histogram } from "prom-client";
import { metrics, type RouteName } from "./registry";

/** One measure per route and status, looked up once: at this place nanoseconds count. */
const known = new Map<string, Histogram.Internal<"route" | "status">>();

/** Records that a request was answered. */
export function observeRequest(route: RouteName, status: number, seconds: number): void {
  const key = `${route} ${status}`;
  let measure = known.get(key);
  if (!measure) {
    measure = metrics.requestSeconds.labels({ route, status: String(status) });
    known.set(key, measure);
  }
  measure.observe(seconds);
}
