"use client";

import { type QueryClient, useQuery } from "@tanstack/react-query";
import { readApi } from "@/components/data/call-api";
import type { OverviewView } from "@/lib/insight/overview/overview-view";
import type { CustomerView } from "@/lib/setup/customers/customer-view";

/** How often the numbers move: on the overview itself, and where they only accompany something else. */
export const LIVE_MS = 2_000;
export const ASIDE_MS = 5_000;

export const overviewKey = (customerId: string) => ["customer", customerId, "overview"] as const;

/** Both flows of a customer, kept current. */
export function useOverview(customerId: string, refetchInterval: number = ASIDE_MS) {
  return useQuery({
    queryKey: overviewKey(customerId),
    queryFn: ({ signal }) => readApi<OverviewView>(`/customers/${customerId}/overview`, signal),
    refetchInterval,
  });
}

/** The customer itself: name, owner, state and version. */
export function useCustomer(customerId: string) {
  return useQuery({
    queryKey: ["customer", customerId],
    queryFn: ({ signal }) => readApi<CustomerView>(`/customers/${customerId}`, signal),
    refetchInterval: ASIDE_MS,
  });
}

/** Reads everything of a customer anew after a change. */
export function refreshCustomer(client: QueryClient, customerId: string): Promise<void> {
  return client.invalidateQueries({ queryKey: ["customer", customerId] });
}
