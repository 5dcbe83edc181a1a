import type { HopKind } from "@/lib/setup/proven-hops/hop-kinds";

const STEPS: Record<HopKind, string> = {
  credential_probe: "Save the Current in Braze with the URL you were given. Braze then tries it.",
  first_batch:
    "Launch the Current in Braze. A first batch comes within 5 to 30 minutes, once there are events.",
  first_event_accepted: "Follows the first batch by itself.",
  signed_page: "In Heap, turn the integration on for a segment and press Sync Now.",
  braze_key_accepted: "Comes with the first sync of a segment.",
  cohort_created: "Comes with the first sync of a segment, soon after Heap has sent it.",
  first_members_accepted: "Comes with the first sync that adds somebody to a segment.",
};

/** What the customer can do to get a hop proven, given the present setup. */
export function hopStep(
  kind: HopKind,
  { hasDataImportKey, hasWebhookSecret }: { hasDataImportKey: boolean; hasWebhookSecret: boolean },
): string {
  if (kind === "signed_page" && !hasWebhookSecret) {
    return "The webhook secret of Heap is missing. Ask the team for a link to enter it.";
  }
  if (kind === "braze_key_accepted" && !hasDataImportKey) {
    return "The Data Import Key of Braze is missing. Ask the team for a link to enter it.";
  }
  return STEPS[kind];
}
