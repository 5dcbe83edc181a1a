import type { HopsView } from "@/lib/insight/proven-hops/hops-view";
import type { HopKind } from "@/lib/setup/proven-hops/hop-kinds";

type Destination = HopsView["destinations"][number];

/** The name of each hop. */
export const CHECK_LABELS: Record<HopKind, string> = {
  credential_probe: "Braze reached the URL",
  first_batch: "First batch received",
  first_event_accepted: "Heap accepted the first event",
  signed_page: "Heap’s signature is valid",
  braze_key_accepted: "Braze accepts the Data Import Key",
  cohort_created: "Cohort created in Braze",
  first_members_accepted: "Braze accepted the first members",
};

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
      return destination.hasDataImportKey
        ? "Press “Test the Braze key”."
        : "The Data Import Key is missing. Enter it in the destination, or let the customer enter it.";
    case "cohort_created":
      return "Happens with the first sync of a segment, soon after Heap sends it.";
    case "first_members_accepted":
      return "Happens with the first sync that adds someone to a segment.";
  }
}
