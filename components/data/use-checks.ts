"use client";

import { useQuery } from "@tanstack/react-query";
import type { HopsView } from "@/lib/insight/proven-hops/hops-view";
import { checksRead } from "./setup-reads";

const POLL_MS = 2_000;

/** A customer's hops, read repeatedly until all of them are proven. */
export function useChecks(customerId: string) {
  return useQuery({
    ...checksRead({ customerId }).options,
    refetchInterval: ({ state }) => (state.data?.isAllProven ? false : POLL_MS),
  });
}

/** How many hops there are and how many of them are proven. */
export function countChecks(checks: HopsView): { proven: number; all: number } {
  const all = [...checks.sources, ...checks.destinations].flatMap((owner) =>
    owner.checks.map((check) => check.provenAt),
  );
  return { proven: all.filter((provenAt) => provenAt !== null).length, all: all.length };
}
