import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { APP_VERSION } from "@/lib/kernel/app-version";

/** Routes with separate figures; labels come from fixed lists only, so that their number is bounded. */
export type RouteName = "currents" | "heap" | "api" | "status" | "connect" | "inngest";

/** Accepting takes milliseconds, a call to a vendor up to half a minute. */
const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
const VENDOR_SECONDS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30];

function createMetrics() {
  const registry = new Registry();
  const registers = [registry];

  new Gauge({
    name: "tributary_build_info",
    help: "Version of Tributary and of Node; always 1",
    labelNames: ["version", "node"],
    registers,
  }).set({ version: APP_VERSION, node: process.versions.node }, 1);

  return {
    registry,
    requestSeconds: new Histogram({
      name: "tributary_request_seconds",
      help: "From the first byte of a request to its answer, by route and status",
      labelNames: ["route", "status"] as const,
      buckets: REQUEST_SECONDS,
      registers,
    }),
    eventsAccepted: new Counter({
      name: "tributary_events_accepted_total",
      help: "Currents events stored by this process",
      registers,
    }),
    eventsRecorded: new Counter({
      name: "tributary_events_recorded_total",
      help: "Events that got their outcome in this process",
      labelNames: ["outcome"] as const,
      registers,
    }),
    propertiesShortened: new Counter({
      name: "tributary_properties_shortened_total",
      help: "Properties of forwarded events of which Heap did not get everything, because it takes no more",
      registers,
    }),
    propertiesRuled: new Counter({
      name: "tributary_properties_ruled_total",
      help: "Properties of forwarded events that the sources' rules dropped or hashed",
      labelNames: ["action"] as const,
      registers,
    }),
    userProperties: new Counter({
      name: "tributary_user_properties_total",
      help: "Values of user properties that Heap accepted or refused in this process",
      labelNames: ["result"] as const,
      registers,
    }),
    vendorSeconds: new Histogram({
      name: "tributary_vendor_call_seconds",
      help: "Calls to Heap (deliveries: track) and Braze (pushes: cohorts_users) by result",
      labelNames: ["vendor", "call", "result"] as const,
      buckets: VENDOR_SECONDS,
      registers,
    }),
  };
}

type Metrics = ReturnType<typeof createMetrics>;

const shared = globalThis as typeof globalThis & { tributaryMetrics?: Metrics; tributaryWatched?: boolean };

/** What this process counts and measures. Kept on globalThis because Next bundles a module more than once. */
export const metrics: Metrics = shared.tributaryMetrics ?? createMetrics();
shared.tributaryMetrics = metrics;

/** Measures the process itself as well: event loop lag, memory, CPU, garbage collection. Call it once. */
export function watchProcess(): void {
  if (shared.tributaryWatched) return;
  shared.tributaryWatched = true;
  collectDefaultMetrics({ register: metrics.registry });
}
