import type { Alert, AlertKind } from "@/lib/kernel/alerts/kinds";

/** Where in the portal the next action of an alert is done. */
export interface AlertPlace {
  /** Relative to the portal's address. */
  path: string;
  label: string;
}

const PAGES: Partial<Record<AlertKind, { page: string; label: string }>> = {
  pages_missing: { page: "segments", label: "Open Segments" },
  too_many_segments: { page: "segments", label: "Open Segments" },
  recurring_cap: { page: "segments", label: "Open Segments" },
  sync_overdue: { page: "segments", label: "Open Segments" },
  users_without_id: { page: "segments", label: "Open Segments" },
  unknown_action: { page: "segments", label: "Open Segments" },
  members_refused: { page: "segments", label: "Open Segments" },
  owed_stuck: { page: "syncs", label: "Open Syncs" },
  pushes_failing: { page: "syncs", label: "Open Syncs" },
  deletion_requested: { page: "setup/data", label: "Open Data" },
  erasure_interrupted: { page: "setup/data", label: "Open Data" },
  batch_set_aside: { page: "events?outcome=quarantined", label: "Open Events" },
  quarantine_share: { page: "events?outcome=quarantined", label: "Open Events" },
};

/** The page for an alert's next action; Setup, unless its kind has another. */
export function placeOfAlert({ customerId, kind }: { customerId: string; kind: string }): AlertPlace {
  const { page, label } = PAGES[kind as Alert["kind"]] ?? { page: "setup", label: "Open Setup" };
  return { path: `/customers/${customerId}/${page}`, label };
}
