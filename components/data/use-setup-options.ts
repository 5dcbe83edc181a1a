"use client";

import { useQuery } from "@tanstack/react-query";
import { setupOptionsRead } from "./setup-reads";

/** The fixed lists that the forms of sources and destinations offer: they do not change while the page is open. */
export function useSetupOptions() {
  return useQuery({ ...setupOptionsRead({}).options, staleTime: Number.POSITIVE_INFINITY });
}
