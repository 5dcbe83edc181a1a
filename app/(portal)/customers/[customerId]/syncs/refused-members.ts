import type { SyncView } from "@/lib/cohorts/syncs/sync-view";

/** Where the refused members of a sync's segment are listed, each with the reason. */
export function refusedMembers({ customerId, segmentId }: SyncView): string {
  return `/customers/${customerId}/segments/${segmentId}?standing=refused#members`;
}
