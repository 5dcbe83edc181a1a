import type { AlertKind } from "@/lib/kernel/alerts/kinds";
import type { HopKind } from "@/lib/setup/proven-hops/hop-kinds";

/** Hops that are about the first time: once proven they stay so, whatever fails later. */
export const DONE_ONCE: readonly HopKind[] = ["credential_probe", "first_event_accepted"];

/** The hop that fails while an alert of this kind is open; unless it is done once, also if it was proven before. */
export const HOP_OF_ALERT: Partial<Record<AlertKind, HopKind>> = {
  currents_refused: "credential_probe",
  heap_app_refused: "first_event_accepted",
  deliveries_rejected: "first_event_accepted",
  deliveries_failing: "first_event_accepted",
  pages_refused: "signed_page",
  braze_key_refused: "braze_key_accepted",
};
