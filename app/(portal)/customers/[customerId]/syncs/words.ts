import type { SyncView } from "@/lib/cohorts/syncs/sync-view";

/** What triggered a sync: its name, and what it does. */
export const TRIGGERS: Record<SyncView["trigger"], { label: string; meaning: string }> = {
  delta: { label: "On change", meaning: "Heap reported a change, or a pause ended" },
  manual: { label: "Manual", meaning: "Someone pressed Sync now" },
  recurring: { label: "Recurring", meaning: "The schedule: every 4 hours while something is left to sync" },
  clear: {
    label: "Clearing",
    meaning: "Someone turned the segment off and asked to remove its attribute from everyone",
  },
  resync: { label: "Resync", meaning: "Someone asked to send everyone again" },
};
