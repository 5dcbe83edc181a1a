"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { defineRead } from "@/components/data/define-read";
import { customerRead } from "@/components/data/setup-reads";
import { useDebounced } from "@/components/data/use-debounced";
import { readRecent } from "./recent";

export interface FoundCustomer {
  id: string;
  name: string;
}

const foundCustomers = defineRead("/api/v1/customers", { limit: 8, filters: ["q"] });
const FRESH_MS = 30_000;

/**
 * The customers whose name contains the typed text, those looked at lately first; without any text only the latter,
 * or if there are none the first by name.
 */
export function useFoundCustomers(typed: string, { isEnabled }: { isEnabled: boolean }) {
  const [recentIds] = useState(readRecent);
  const recent = useQueries({
    queries: recentIds.map((id) => ({
      ...customerRead({ customerId: id }).options,
      staleTime: FRESH_MS,
      retry: false,
    })),
  });
  const recentCustomers = recent.flatMap(({ data }) => (data ? [{ id: data.id, name: data.name }] : []));

  const q = useDebounced(typed);
  const isReadingRecent = recent.some(({ isPending }) => isPending);
  const areRecent = typed === "" && (recentCustomers.length > 0 || isReadingRecent);
  const search = useQuery({
    ...foundCustomers({}, { q }).options,
    enabled: isEnabled && !areRecent,
    staleTime: FRESH_MS,
    placeholderData: (before) => before,
  });

  const isSettled = q === typed && !search.isPlaceholderData;
  // Until the answer for the typed text arrives, those from the earlier answer that still match.
  const fits = ({ name }: FoundCustomer) => isSettled || name.toLowerCase().includes(typed.toLowerCase());
  const place = ({ id }: FoundCustomer) =>
    recentIds.includes(id) ? recentIds.indexOf(id) : recentIds.length;
  const found = (search.data?.items ?? []).filter(fits).sort((left, right) => place(left) - place(right));

  return {
    customers: areRecent ? recentCustomers : found,
    areRecent,
    isSearching:
      isEnabled &&
      (areRecent ? recentCustomers.length === 0 : (search.isFetching || !isSettled) && found.length === 0),
    error: isEnabled && !areRecent ? search.error : null,
    retry: () => void search.refetch(),
  };
}
