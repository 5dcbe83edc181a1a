"use client";

import { useQuery } from "@tanstack/react-query";
import { customerRead, destinationsRead, sourcesRead } from "@/components/data/customer-reads";

/**
 * What is saved of a customer so far; the connect step reads it again, since the customer may enter secrets in the
 * meantime.
 */
const POLL_MS = 5_000;

export function useOnboarding(customerId: string) {
  const customer = useQuery(customerRead({ customerId }).options);
  const sources = useQuery(sourcesRead({ customerId }).options);
  const destinations = useQuery({ ...destinationsRead({ customerId }).options, refetchInterval: POLL_MS });
  return { customer, sources, destinations };
}
