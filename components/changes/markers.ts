import type { FlowMarker } from "@/components/ui/flow-series";
import type { ChangeView } from "@/lib/insight/changes/change-view";
import { CHANGE_ICONS } from "./change-icon";

/**
 * The changes that a chart of one flow marks, oldest first. Pure.
 * @param flow which flow the chart is of
 */
export function markersOf(changes: readonly ChangeView[], flow: "events" | "segments"): FlowMarker[] {
  return changes
    .filter((change) => change.flow === null || change.flow === flow)
    .map(({ at, kind, summary, by }) => ({ at, icon: CHANGE_ICONS[kind].icon, label: `${summary}, ${by}` }))
    .reverse();
}
