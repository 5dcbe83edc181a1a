"use client";

import { useQuery } from "@tanstack/react-query";
import { readApi } from "@/components/data/call-api";
import type { Page } from "@/lib/kernel/api/keyset";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SourceView } from "@/lib/setup/sources/source-view";

/** What is saved of a customer so far; the connect step asks again, since the customer may enter secrets meanwhile. */
const POLL_MS = 5_000;

export function useOnboarding(customerId: string) {
  const path = `/customers/${customerId}`;
  const customer = useQuery({
    queryKey: ["customer", customerId],
    queryFn: ({ signal }) => readApi<CustomerView>(path, signal),
  });
  const sources = useQuery({
    queryKey: ["customer", customerId, "sources"],
    queryFn: ({ signal }) => readApi<Page<SourceView>>(`${path}/sources`, signal),
  });
  const destinations = useQuery({
    queryKey: ["customer", customerId, "destinations"],
    queryFn: ({ signal }) => readApi<Page<DestinationView>>(`${path}/destinations`, signal),
    refetchInterval: POLL_MS,
  });
  return { customer, sources, destinations };
}
