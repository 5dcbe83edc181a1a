import { randomBytes } from "node:crypto";
import type { UserPropertyRule } from "@/lib/forwarding/mapping/user-values";
import type { DestinationKind } from "@/prisma/generated/enums";
import { type CurrentsSender, type CurrentsSettings, createCurrentsSender } from "@/sandbox/senders/currents";
import { createSegmentSender, type SegmentSender, type SegmentSettings } from "@/sandbox/senders/segments";
import type { Api } from "./api";

/**
 * What is wrong with a customer, to see what Tributary reports. `wrong_identity`: Heap knows its users by email
 * address, but Currents names them by another id. `failing`: Braze refuses the Data Import Key, many events cannot be
 * used, and later Heap refuses everything.
 */
type Trouble = "wrong_identity" | "failing";

/** A customer of the demonstration: its settings in Tributary, and the Braze and Heap that send for it. */
export interface DemoCustomer {
  id: string;
  name: string;
  heapAppId: string;
  workspaceKey: string;
  currents: CurrentsSender;
  segments: SegmentSender;
  /** Whether Braze has its segments as cohorts or as custom attributes. */
  kind: DestinationKind;
  /** Heap segment ids; the first is the large one. */
  segmentIds: number[];
  /** Every secret of this customer, to check that none leaks. */
  secrets: string[];
  trouble: Trouble | null;
  /** How far its Current had got when Heap began to refuse its events; null while Heap accepts them. */
  untilHeapFailed: ReturnType<CurrentsSender["ledger"]["summary"]> | null;
}

/** The setup of a customer. */
export interface CustomerPlan {
  name: string;
  heapAppId: string;
  /** The workspace in the sandbox, which there is also its Data Import Key. */
  workspaceKey: string;
  /** Cohorts unless told otherwise. */
  kind?: DestinationKind;
  prefix: string | null;
  segments: readonly string[];
  /** Heap's id of the first segment; the others follow. */
  firstSegmentId: number;
  /** Lets the match check ask Braze which users it knows; with attributes everything is sent with it. */
  restApiKey?: string;
  /** What the source writes to Heap as user properties. */
  userProperties?: readonly UserPropertyRule[];
  trouble?: Trouble;
}

/** How a customer's Braze and Heap send. */
export interface Manners {
  currents: Omit<CurrentsSettings, "url" | "bearerToken">;
  segments: Omit<SegmentSettings, "url" | "secret">;
  /** Where they reach Tributary, if not at its PUBLIC_URL. */
  origins?: { currents: string; segments: string };
}

/** Senders survive restarts and failures of the receiver: one stops only after minutes without success. */
export const PATIENCE = { backOffBaseMs: 100, backOffMaximumMs: 2_000, maximumAttempts: 200 };

/** Some events that cannot be used, as everywhere, and too few to be trouble. */
const FEW_ODD: CurrentsSettings["mix"] = { placeholder: 0.01, malformed: 0.005 };

const CUSTOMERS: readonly (Omit<CustomerPlan, "firstSegmentId" | "workspaceKey"> & {
  /** Unless it is the one that opens its workspace in the sandbox. */
  workspaceKey?: string;
  mix?: CurrentsSettings["mix"];
})[] = [
  {
    name: "Northwind Coffee",
    heapAppId: "1001",
    prefix: "braze-",
    segments: ["Loyal subscribers", "Trial ending"],
    restApiKey: "sandbox-rest-1001",
  },
  {
    name: "Aurora Fitness",
    heapAppId: "1002",
    prefix: null,
    segments: ["At risk of churn"],
    kind: "attribute",
    restApiKey: "sandbox-rest-1002",
  },
  {
    name: "Marigold Travel",
    heapAppId: "1003",
    prefix: "braze-",
    segments: ["Booked a trip"],
    restApiKey: "sandbox-rest-1003",
    trouble: "wrong_identity",
  },
  {
    name: "Harbor Dental",
    heapAppId: "1004",
    prefix: null,
    segments: ["Due for a check-up"],
    workspaceKey: "replaced-in-braze-1004",
    trouble: "failing",
    mix: { placeholder: 0.12, malformed: 0.05 },
  },
];

/** Onboards the demo's customers through the JSON API, as a CSM's script would, and points the senders at them. */
export async function onboardCustomers(
  api: Api,
  { withFaults }: { withFaults: boolean },
): Promise<DemoCustomer[]> {
  const onboarded: DemoCustomer[] = [];
  for (const [place, { mix, ...plan }] of CUSTOMERS.entries()) {
    const more = { workspaceKey: `sandbox-${plan.heapAppId}`, firstSegmentId: 7_001 + place * 100 };
    const manners: Manners = {
      currents: {
        ...PATIENCE,
        mix: mix ?? FEW_ODD,
        gzip: place === 1,
        // Without repeats, because only then can we predict what waits for a failing Heap.
        redeliverShare: plan.trouble === "failing" ? 0 : withFaults ? 0.4 : 0.15,
      },
      segments: {
        ...PATIENCE,
        repeatShare: withFaults ? 0.2 : 0.05,
        outOfOrder: withFaults,
        freshSignatures: true,
      },
    };
    onboarded.push(await onboardCustomer(api, { ...more, ...plan }, manners));
  }
  return onboarded;
}

/**
 * Onboards one customer with a source, a destination and its segments' names.
 * @throws Error when the API refuses
 */
export async function onboardCustomer(api: Api, plan: CustomerPlan, manners: Manners): Promise<DemoCustomer> {
  const { name, heapAppId, workspaceKey, kind = "cohort", restApiKey = null, trouble = null } = plan;
  const customer = await api.post<{ id: string }>("/customers", { name });
  const source = await api.post<{ bearerToken: string | null; endpoint: { url: string } }>(
    `/customers/${customer.id}/sources`,
    {
      name: "Braze Currents",
      heapAppId,
      heapRegion: "sandbox",
      identityField: "external_user_id",
      prefix: plan.prefix,
      bearerToken: "generate",
      userProperties: plan.userProperties,
    },
  );

  const webhookSecret = randomBytes(16).toString("hex");
  const destination = await api.post<{ endpoint: { url: string } }>(
    `/customers/${customer.id}/destinations`,
    {
      name: "Heap segments",
      // A release before this one, which an upgrade trial starts with, knows no kinds.
      ...(kind === "attribute" && { kind }),
      brazeInstance: "sandbox",
      dataImportKey: kind === "cohort" ? workspaceKey : null,
      restApiKey,
      identifierKind: "external_id",
      webhookSecret,
    },
  );

  const currents = createCurrentsSender({
    ...manners.currents,
    url: atOrigin(source.endpoint.url, manners.origins?.currents),
    bearerToken: source.bearerToken,
  });
  const segments = createSegmentSender({
    ...manners.segments,
    url: atOrigin(destination.endpoint.url, manners.origins?.segments),
    secret: webhookSecret,
  });
  const segmentIds = plan.segments.map((_, index) => plan.firstSegmentId + index);
  for (const [index, name] of plan.segments.entries()) segments.define(segmentIds[index] ?? 0, name);

  const tokens = [source.endpoint.url, destination.endpoint.url].map((url) => url.split("/").at(-1) ?? "");
  const secrets = [...tokens, source.bearerToken ?? "", webhookSecret, workspaceKey, restApiKey ?? ""].filter(
    Boolean,
  );
  return {
    id: customer.id,
    name,
    heapAppId,
    workspaceKey,
    kind,
    currents,
    segments,
    segmentIds,
    secrets,
    trouble,
    untilHeapFailed: null,
  };
}

function atOrigin(url: string, origin: string | undefined): string {
  return origin === undefined ? url : new URL(new URL(url).pathname, origin).href;
}
