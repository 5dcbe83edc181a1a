import type { FlowMarker } from "@/components/ui/flow-series";
import type { ChangeView } from "@/lib/insight/changes/change-view";
import { CHANGE_ICONS } from "./change-icon";
import { toldFields } from "./told-fields";

/**
 * The changes that a chart of one flow marks, oldest first. Pure.
 * @param flow which flow the chart is of
 */
export function markersOf(changes: readonly ChangeView[], flow: "events" | "segments"): FlowMarker[] {
  return changes
    .filter((change) => change.flow === null || change.flow === flow)
    .map((change) => {
      const { at, kind, summary, by } = change;
      const told = [summary, ...toldFields(change)].join(". ");
      return { at, icon: CHANGE_ICONS[kind].icon, label: `${told}. ${by}` };
    })
    .reverse();
}
