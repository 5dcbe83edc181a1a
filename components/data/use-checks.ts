"use client";

import { useQuery } from "@tanstack/react-query";
import { checksRead } from "./setup-reads";

const POLL_MS = 2_000;

/** A customer's hops, read repeatedly until all of them are proven and none fails. */
export function useChecks(customerId: string) {
  return useQuery({
    ...checksRead({ customerId }).options,
    refetchInterval: ({ state }) => (state.data?.isAllProven && state.data.failed === 0 ? false : POLL_MS),
  });
}
