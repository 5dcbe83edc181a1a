import type { HopsView } from "@/lib/insight/proven-hops/hops-view";
import type { HopKind } from "@/lib/setup/proven-hops/hop-kinds";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";

type Destination = HopsView["destinations"][number];

/** The name of each hop; that of the key is by the kind of the destination. */
const LABELS: Record<Exclude<HopKind, "braze_key_accepted">, string> = {
  credential_probe: "Braze reached the URL",
  first_batch: "First batch received",
  first_event_accepted: "Heap accepted the first event",
  signed_page: "Heap’s signature is valid",
  cohort_created: "Cohort created in Braze",
  first_members_accepted: "Braze accepted the first members",
};

/** The name of a hop. @param kind of its destination; null for a source */
export function hopLabel(hop: HopKind, kind: Destination["kind"] | null): string {
  if (hop !== "braze_key_accepted") return LABELS[hop];
  return `Braze accepts the ${BRAZE_KEYS[kind ?? "cohort"].name}`;
}

/** What to do to get a source's hop proven. */
export const SOURCE_STEPS: Record<HopsView["sources"][number]["checks"][number]["kind"], string> = {
  credential_probe:
    "Save the Current in Braze with the URL and the bearer token. Braze tests them with an empty request.",
  first_batch:
    "Launch the Current in Braze. The first batch arrives within 5 to 30 minutes, once there are events.",
  first_event_accepted:
    "Happens automatically after the first batch. Send a test event to Heap to prove it now.",
};

/** What to do to get a destination's hop proven, given its present setup. */
export function destinationStep(
  kind: Destination["checks"][number]["kind"],
  destination: Destination,
): string {
  switch (kind) {
    case "signed_page":
      return destination.hasWebhookSecret
        ? "In Heap, turn the integration on for a segment and press Sync Now."
        : "No webhook secret is set, so updates arrive unsigned. Enter the one that Heap shows next to the webhook.";
    case "braze_key_accepted":
      return destination.hasBrazeKey
        ? "Press “Test the Braze key”."
        : `The ${BRAZE_KEYS[destination.kind].name} is missing. Enter it in the destination, or let the customer enter it.`;
    case "cohort_created":
      return "Happens with the first sync of a segment, soon after Heap sends it.";
    case "first_members_accepted":
      return "Happens with the first sync that adds someone to a segment.";
  }
}
