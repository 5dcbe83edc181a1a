import { randomBytes } from "node:crypto";
import { type CurrentsSender, createCurrentsSender } from "@/sandbox/senders/currents";
import { createSegmentSender, type SegmentSender } from "@/sandbox/senders/segments";
import type { Api } from "./api";

/** A customer of the demonstration: its settings in Tributary, and the Braze and Heap that send to it. */
export interface DemoCustomer {
  id: string;
  name: string;
  heapAppId: string;
  workspaceKey: string;
  currents: CurrentsSender;
  segments: SegmentSender;
  /** Heap segment ids, the first is the large one. */
  segmentIds: number[];
}

const CUSTOMERS = [
  {
    name: "Northwind Coffee",
    heapAppId: "1001",
    prefix: "braze-",
    segments: ["Loyal subscribers", "Trial ending"],
  },
  { name: "Aurora Fitness", heapAppId: "1002", prefix: null, segments: ["At risk of churn"] },
];

/** Onboards the demo's customers through the JSON API, as a CSM's script would, and points the senders at them. */
export async function onboardCustomers(
  api: Api,
  { withFaults }: { withFaults: boolean },
): Promise<DemoCustomer[]> {
  const onboarded: DemoCustomer[] = [];
  for (const [place, plan] of CUSTOMERS.entries()) {
    const customer = await api.post<{ id: string }>("/customers", { name: plan.name });
    const source = await api.post<{ bearerToken: string | null; endpoint: { url: string } }>(
      `/customers/${customer.id}/sources`,
      {
        name: "Braze Currents",
        heapAppId: plan.heapAppId,
        heapRegion: "sandbox",
        identityField: "external_user_id",
        prefix: plan.prefix,
        bearerToken: "generate",
      },
    );

    const workspaceKey = `sandbox-${plan.heapAppId}`;
    const webhookSecret = randomBytes(16).toString("hex");
    const destination = await api.post<{ endpoint: { url: string } }>(
      `/customers/${customer.id}/destinations`,
      {
        name: "Heap segments",
        brazeInstance: "sandbox",
        dataImportKey: workspaceKey,
        identifierKind: "external_id",
        webhookSecret,
      },
    );

    const patience = { backOffBaseMs: 100, backOffMaximumMs: 2_000, maximumAttempts: 200 };
    const currents = createCurrentsSender({
      url: source.endpoint.url,
      bearerToken: source.bearerToken,
      gzip: place === 1,
      redeliverShare: withFaults ? 0.4 : 0.15,
      ...patience,
    });
    const segments = createSegmentSender({
      url: destination.endpoint.url,
      secret: webhookSecret,
      repeatShare: withFaults ? 0.2 : 0.05,
      outOfOrder: withFaults,
      freshSignatures: true,
      ...patience,
    });
    const segmentIds = plan.segments.map((_, index) => 7_001 + place * 100 + index);
    for (const [index, name] of plan.segments.entries()) segments.define(segmentIds[index] ?? 0, name);

    onboarded.push({
      id: customer.id,
      name: plan.name,
      heapAppId: plan.heapAppId,
      workspaceKey,
      currents,
      segments,
      segmentIds,
    });
  }
  return onboarded;
}
