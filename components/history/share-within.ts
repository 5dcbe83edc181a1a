import type { LagView } from "@/lib/insight/history/history-view";

/**
 * The share of events that met the customer's target, in words. Rounded down, so that 100% means all of them. Pure.
 * @param lag of the events that were processed
 * @param late events that are queued for longer than the target: whenever they are processed, they miss it
 */
export function shareWithin(lag: LagView | null, late: number): string {
  const events = (lag?.events ?? 0) + late;
  if (events === 0) return "–";
  return `${Math.floor(((lag?.withinTarget ?? 0) / events) * 1_000) / 10}%`;
}
