"use client";

import { useQuery } from "@tanstack/react-query";
import type { SetupOptions } from "@/lib/setup/setup-options";
import { readApi } from "./call-api";

/** The fixed lists that the forms of sources and destinations offer: they do not change while the page is open. */
export function useSetupOptions() {
  return useQuery({
    queryKey: ["setup-options"],
    queryFn: ({ signal }) => readApi<SetupOptions>("/setup-options", signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
