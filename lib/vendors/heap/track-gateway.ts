import { env } from "@/lib/kernel/env";
import { eventsPerMinute } from "@/lib/vendors/heap/limits";
import { heapHost } from "./regions";
import { createHeapTrackClient, type HeapTrackClient } from "./track-client";

/** How to call the Heap app of a source, and how many events a minute it accepts. */
export function heapGatewayOf(source: { heapRegion: string; heapAppId: string }): {
  heapApp: string;
  client: HeapTrackClient;
  limitPerMinute: number;
} {
  const { SANDBOX_URL, SANDBOX_EVENTS_PER_MINUTE } = env();
  const heapApp = `${source.heapRegion}:${source.heapAppId}`;
  return {
    heapApp,
    client: createHeapTrackClient({
      baseUrl: heapHost(source.heapRegion, SANDBOX_URL),
    }),
    limitPerMinute: eventsPerMinute(heapApp, SANDBOX_EVENTS_PER_MINUTE),
  };
}
