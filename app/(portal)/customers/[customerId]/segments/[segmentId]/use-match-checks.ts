import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { BUSY_MS, IDLE_MS } from "@/app/(portal)/customers/[customerId]/segments/use-segments";
import { changeApi } from "@/components/data/call-route";
import { toast } from "@/components/ui/notify";
import type { MatchCheckView } from "@/lib/cohorts/match-checks/match-check-view";
import { matchCheckList } from "../../reads";

/** Whether a check waits or runs. */
export function isUnderWay(check: Pick<MatchCheckView, "state"> | undefined): boolean {
  return check?.state === "queued" || check?.state === "running";
}

/** A segment's match checks; often while one is under way. */
export function useMatchChecks(customerId: string, segmentId: string) {
  return useInfiniteQuery({
    ...matchCheckList({ customerId }, { segmentId }).options,
    refetchInterval: ({ state }) => (isUnderWay(state.data?.pages[0]?.items[0]) ? BUSY_MS : IDLE_MS),
  });
}

/** Requests a match check. */
export function useRequestMatchCheck(customerId: string, segmentId: string) {
  const client = useQueryClient();
  const { queryKey } = matchCheckList({ customerId }, { segmentId }).options;
  return useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/customers/[customerId]/segments/[segmentId]/match-checks", {
        params: { customerId, segmentId },
      }),
    onSuccess: ({ joined }) => {
      if (joined) toast.message("A match check was under way already.");
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
