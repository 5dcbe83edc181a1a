import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { toast } from "@/components/ui/notify";
import type { SegmentView } from "@/lib/cohorts/segments/segment-view";

/** Requests a sync of a segment: what is owed, or everybody again. */
export function useRequestSync(customerId: string, segmentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (trigger: "manual" | "resync") =>
      changeApi("POST", "/api/v1/customers/[customerId]/segments/[segmentId]/syncs", {
        params: { customerId, segmentId },
        body: { trigger },
      }),
    onSuccess: ({ joined }) => {
      if (joined) toast.message("A sync is already running. It sends these changes too.");
    },
    onSettled: () => refresh(client, customerId),
  });
}

/** Turns a segment off and takes its attribute away from everybody. The caller shows the error. */
export function useClearSegment({
  customerId,
  id,
  version,
}: Pick<SegmentView, "customerId" | "id" | "version">) {
  const client = useQueryClient();
  return useMutation({
    meta: { isHandled: true },
    mutationFn: () =>
      changeApi("POST", "/api/v1/customers/[customerId]/segments/[segmentId]/clear", {
        params: { customerId, segmentId: id },
        body: { version },
      }),
    onSettled: () => refresh(client, customerId),
  });
}

/** Cancels a sync: a waiting one at once, a running one before its next call. */
export function useCancelSync(customerId: string, syncId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/customers/[customerId]/syncs/[syncId]/cancel", {
        params: { customerId, syncId },
      }),
    onSettled: () => refresh(client, customerId),
  });
}

function refresh(client: ReturnType<typeof useQueryClient>, customerId: string) {
  return Promise.all(
    (["/api/v1/customers/[customerId]/segments", "/api/v1/customers/[customerId]/syncs"] as const).map(
      (path) => client.invalidateQueries({ queryKey: keyOf(path, { customerId }) }),
    ),
  );
}
