"use client";

import { useQuery } from "@tanstack/react-query";
import { setupOptionsRead } from "./setup-reads";

/** The fixed lists in the forms of sources and destinations: they do not change while the page is open. */
export function useSetupOptions() {
  return useQuery({ ...setupOptionsRead({}).options, staleTime: Number.POSITIVE_INFINITY });
}
