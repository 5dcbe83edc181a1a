import type { SyncView } from "@/lib/cohorts/syncs/sync-view";

/** What triggered a sync: its name, and what it does. */
export const TRIGGERS: Record<SyncView["trigger"], { label: string; meaning: string }> = {
  delta: { label: "Delta", meaning: "Heap reported a change, or a pause ended" },
  manual: { label: "Manual", meaning: "Somebody pressed Sync now" },
  recurring: { label: "Recurring", meaning: "The schedule: every 4 hours while something is left to sync" },
  clear: {
    label: "Clearing",
    meaning: "Somebody turned the segment off and asked to take its attribute away from everybody",
  },
  resync: { label: "Resync", meaning: "Somebody asked to send everybody again" },
};
