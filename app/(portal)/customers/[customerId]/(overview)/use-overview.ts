"use client";

import { type QueryClient, useQuery } from "@tanstack/react-query";
import { keyOf } from "@/components/data/address";
import { customerRead } from "@/components/data/setup-reads";
import { overviewRead } from "../reads";

/** How often the numbers are updated: on the overview itself, and where they only accompany something else. */
export const LIVE_MS = 2_000;
export const ASIDE_MS = 5_000;

/** Both flows of a customer, kept current. */
export function useOverview(customerId: string, refetchInterval: number = ASIDE_MS) {
  return useQuery({ ...overviewRead({ customerId }).options, refetchInterval });
}

/** The customer itself, kept current. */
export function useCustomer(customerId: string) {
  return useQuery({ ...customerRead({ customerId }).options, refetchInterval: ASIDE_MS });
}

/** Reads all data of a customer again after a change. */
export function refreshCustomer(client: QueryClient, customerId: string): Promise<void> {
  return client.invalidateQueries({ queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }) });
}
