import type { AlertKind } from "@/lib/kernel/alerts/kinds";
import type { HopKind } from "@/lib/setup/proven-hops/hop-kinds";

/** The hop that fails while an alert of this kind is open, whether or not it was proven before. */
export const HOP_OF_ALERT: Partial<Record<AlertKind, HopKind>> = {
  currents_refused: "credential_probe",
  heap_app_refused: "first_event_accepted",
  deliveries_rejected: "first_event_accepted",
  deliveries_failing: "first_event_accepted",
  pages_refused: "signed_page",
  braze_key_refused: "braze_key_accepted",
};
