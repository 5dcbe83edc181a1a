"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { changeApi } from "@/components/data/call-route";
import { overlapsRead } from "../reads";

/** It changes every minute at most. */
const POLL_MS = 10_000;

/** How many of the identities of each of a customer's sources Heap knows, kept current. */
export function useOverlaps(customerId: string) {
  return useQuery({ ...overlapsRead({ customerId }).options, refetchInterval: POLL_MS });
}

/** Compares a source's identities now. */
export function useCompareNow(customerId: string, sourceId: string) {
  const client = useQueryClient();
  const { queryKey } = overlapsRead({ customerId }).options;
  return useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/customers/[customerId]/sources/[sourceId]/identity-overlap", {
        params: { customerId, sourceId },
      }),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
