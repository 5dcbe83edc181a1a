"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/**
 * Filters that live in the URL, so that a view can be shared and comes back with the browser's history.
 * @param names of the URL's parameters this view reads; others stay untouched
 * @returns the values, empty where not set, and a setter that changes the ones it is given (empty removes)
 */
export function useUrlFilters<Name extends string>(
  names: readonly Name[],
): [Record<Name, string>, (change: Partial<Record<Name, string>>) => void] {
  const params = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ""])) as Record<
    Name,
    string
  >;

  const setFilters = useCallback((change: Partial<Record<Name, string>>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries<string | undefined>(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const query = next.toString();
    // Next keeps useSearchParams in step with the history; no page is asked of the server.
    window.history.replaceState(null, "", query ? `?${query}` : window.location.pathname);
  }, []);

  return [filters, setFilters];
}

/** The filters that are set, as a query for the API. */
export function toQuery(filters: Readonly<Record<string, string | number | null | undefined>>): string {
  const set = Object.entries(filters).filter(([, value]) => value !== "" && value != null);
  const query = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
  return query ? `?${query}` : "";
}
