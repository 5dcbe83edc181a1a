"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readApi } from "./call-api";
import { readRecent } from "./command-palette-recent";
import { useDebounced } from "./use-debounced";
import { toQuery } from "./use-url-filters";

export interface FoundCustomer {
  id: string;
  name: string;
}

const MAX_FOUND = 8;
const FRESH_MS = 30_000;

/**
 * The customers whose name holds what is typed, those looked at lately first; without anything typed the latter alone,
 * or else the first by name.
 */
export function useFoundCustomers(typed: string, { isEnabled }: { isEnabled: boolean }) {
  const [recentIds] = useState(readRecent);
  const recent = useQueries({
    queries: recentIds.map((id) => ({
      queryKey: ["customer", id],
      queryFn: ({ signal }: { signal: AbortSignal }) => readApi<FoundCustomer>(`/customers/${id}`, signal),
      staleTime: FRESH_MS,
      retry: false,
    })),
  });
  const recentCustomers = recent.flatMap(({ data }) => (data ? [{ id: data.id, name: data.name }] : []));

  const q = useDebounced(typed);
  const areRecent = typed === "" && recentCustomers.length > 0;
  const filters = { q, limit: MAX_FOUND };
  const search = useQuery({
    queryKey: ["customers", "palette", filters],
    queryFn: ({ signal }) => readApi<{ items: FoundCustomer[] }>(`/customers${toQuery(filters)}`, signal),
    enabled: isEnabled && !areRecent,
    staleTime: FRESH_MS,
    placeholderData: (before) => before,
  });

  const isSettled = q === typed && !search.isPlaceholderData;
  const found = [...(search.data?.items ?? [])].sort((left, right) => rank(left.id) - rank(right.id));
  function rank(id: string): number {
    const place = recentIds.indexOf(id);
    return place < 0 ? recentIds.length : place;
  }

  return {
    customers: areRecent ? recentCustomers : isSettled || typed !== "" ? found : [],
    areRecent,
    isSearching: isEnabled && !areRecent && (search.isFetching || !isSettled) && found.length === 0,
    error: isEnabled && !areRecent ? search.error : null,
    retry: () => void search.refetch(),
  };
}
