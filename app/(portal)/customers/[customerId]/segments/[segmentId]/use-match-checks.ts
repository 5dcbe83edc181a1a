import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BUSY_MS, IDLE_MS } from "@/app/(portal)/customers/[customerId]/segments/use-segments";
import { changeApi, readApi } from "@/components/data/call-api";
import { toQuery } from "@/components/data/use-url-filters";
import { toast } from "@/components/ui/notify";
import type {
  MatchCheckView,
  RequestedMatchCheck,
  ShownMatchCheckView,
} from "@/lib/cohorts/match-checks/match-check-view";
import type { Page } from "@/lib/kernel/api/keyset";

/** Whether a check waits or runs. */
export function isUnderWay(check: Pick<MatchCheckView, "state"> | undefined): boolean {
  return check?.state === "queued" || check?.state === "running";
}

/** A segment's match checks, newest first; often while one is under way. */
export function useMatchChecks(customerId: string, segmentId: string) {
  return useInfiniteQuery({
    queryKey: ["customer", customerId, "match-checks", segmentId],
    queryFn: ({ pageParam, signal }) =>
      readApi<Page<MatchCheckView>>(
        `/customers/${customerId}/match-checks${toQuery({ segmentId, limit: 10, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => (isUnderWay(state.data?.pages[0]?.items[0]) ? BUSY_MS : IDLE_MS),
  });
}

/** One check with the ids Braze does not know; it does not change any more. */
export function useMatchCheck(customerId: string, matchCheckId: string) {
  return useQuery({
    queryKey: ["customer", customerId, "match-check", matchCheckId],
    queryFn: ({ signal }) =>
      readApi<ShownMatchCheckView>(`/customers/${customerId}/match-checks/${matchCheckId}`, signal),
  });
}

/** Asks for a match check. */
export function useRequestMatchCheck(customerId: string, segmentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      changeApi<RequestedMatchCheck>("POST", `/customers/${customerId}/segments/${segmentId}/match-checks`),
    onSuccess: ({ joined }) => {
      if (joined) toast.message("A match check was under way already.");
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["customer", customerId, "match-checks"] }),
  });
}
