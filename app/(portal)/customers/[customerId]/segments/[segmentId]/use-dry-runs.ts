import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeApi, readApi } from "@/components/data/call-api";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { toQuery } from "@/components/data/use-url-filters";
import type { DryRunView } from "@/lib/cohorts/dry-runs/dry-run-view";
import type { Page } from "@/lib/kernel/api/keyset";

/** Dry runs of a customer, or of one segment, newest first. */
export function useDryRuns(customerId: string, segmentId = "", limit = 50) {
  return useInfiniteQuery({
    queryKey: ["customer", customerId, "dry-runs", segmentId],
    queryFn: ({ pageParam, signal }) =>
      readApi<Page<DryRunView>>(
        `/customers/${customerId}/dry-runs${toQuery({ segmentId, limit, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Makes a dry run; each press is a new one, a repeat after a broken connection is not. */
export function useMakeDryRun(customerId: string, segmentId: string) {
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  const [round, setRound] = useState(0);
  return useMutation({
    mutationFn: (trigger: DryRunView["trigger"]) =>
      changeApi<DryRunView>(
        "POST",
        `/customers/${customerId}/segments/${segmentId}/dry-runs`,
        { trigger },
        { idempotencyKey: keyFor({ trigger, round }) },
      ),
    onSuccess: () => setRound(round + 1),
    onSettled: () => client.invalidateQueries({ queryKey: ["customer", customerId, "dry-runs"] }),
  });
}
