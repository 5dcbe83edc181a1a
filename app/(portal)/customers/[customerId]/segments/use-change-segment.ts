import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import type { SegmentPage, SegmentView, ShownSegmentView } from "@/lib/cohorts/segments/segment-view";
import { segmentChangeKey } from "./use-segments";

/** What can be changed about a segment: its mode, or how its users are identified. */
export type SegmentChange = Pick<SegmentView, "mode"> | Pick<SegmentView, "identifierKind" | "aliasLabel">;

type Kept = InfiniteData<SegmentPage> | ShownSegmentView | undefined;

/**
 * Changes a segment. The screen shows the change at once and undoes it if the API refuses; changes to the segments
 * of one destination go one after the other: each is based on the version that the last one made, and one that is turned
 * off makes room for the next recurring one. The caller shows the error.
 */
export function useChangeSegment(segment: SegmentView) {
  const client = useQueryClient();
  const { id, customerId, destinationId } = segment;
  const keys = keyOf("/api/v1/customers/[customerId]/segments", { customerId });

  return useMutation({
    mutationKey: segmentChangeKey(customerId),
    scope: { id: `segments of ${destinationId}` },
    meta: { isHandled: true },
    mutationFn: (change: SegmentChange) =>
      changeApi("PATCH", "/api/v1/customers/[customerId]/segments/[segmentId]", {
        params: { customerId, segmentId: id },
        body: { ...change, version: findKept(client, keys, id)?.version ?? segment.version },
      }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: keys });
      const before = findKept(client, keys, id) ?? segment;
      putChange(client, keys, id, change);
      return before;
    },
    onError: (_error, _change, before) => {
      if (before) putChange(client, keys, id, before);
    },
    onSuccess: (changed) => putChange(client, keys, id, changed),
    onSettled: () => client.invalidateQueries({ queryKey: keys }),
  });
}

function findKept(client: QueryClient, keys: string[], segmentId: string): SegmentView | undefined {
  for (const [, kept] of client.getQueriesData<Kept>({ queryKey: keys })) {
    const found = segmentsIn(kept).find((segment) => segment.id === segmentId);
    if (found) return found;
  }
}

function segmentsIn(kept: Kept): SegmentView[] {
  if (!kept) return [];
  return "pages" in kept ? kept.pages.flatMap((page) => page.items) : [kept];
}

/** Applies a change to every cached list and view of the segment, and counts its destination's recurring ones. */
function putChange(
  client: QueryClient,
  keys: string[],
  segmentId: string,
  change: Partial<SegmentView>,
): void {
  client.setQueriesData<Kept>({ queryKey: keys }, (kept) => {
    const before = segmentsIn(kept).find((segment) => segment.id === segmentId);
    if (!kept || !before) return kept;

    const more = recurs({ ...before, ...change }) - recurs(before);
    const apply = <T extends SegmentView>(segment: T): T =>
      segment.id === segmentId ? { ...segment, ...change } : segment;
    const recount = <T extends { id: string; recurring: number }>(destination: T): T =>
      destination.id === before.destinationId
        ? { ...destination, recurring: destination.recurring + more }
        : destination;

    if (!("pages" in kept)) return { ...apply(kept), destination: recount(kept.destination) };
    const pages = kept.pages.map((page) => ({
      ...page,
      items: page.items.map(apply),
      destinations: page.destinations.map(recount),
    }));
    return { ...kept, pages };
  });
}

function recurs(segment: Pick<SegmentView, "mode">): number {
  return segment.mode === "recurring" ? 1 : 0;
}
