"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";
import { readFilters } from "./url-filters";

/**
 * The filters of the URL this view reads; others stay untouched.
 * @returns the values, and a setter that changes the ones it is given (empty removes)
 */
export function useUrlFilters<Name extends string>(
  names: readonly Name[],
): [Record<Name, string>, (change: Partial<Record<Name, string>>) => void] {
  const params = useSearchParams();

  const setFilters = useCallback((change: Partial<Record<Name, string>>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries<string | undefined>(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const query = next.toString();
    // Next keeps useSearchParams in step with the history, without a request to the server.
    window.history.replaceState(null, "", query ? `?${query}` : window.location.pathname);
  }, []);

  return [readFilters(names, params), setFilters];
}
