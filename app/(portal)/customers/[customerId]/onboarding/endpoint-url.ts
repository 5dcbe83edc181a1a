"use client";

import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { changeApi } from "@/components/data/call-route";
import {
  ENDPOINT_PATHS,
  type EndpointOwner,
  endpointParams,
  endpointsRead,
} from "@/components/data/setup-reads";

/**
 * The current endpoint of a source or destination. Its address is known only once it has been shown: by its creation,
 * or by `reveal`, which the audit log records. It is kept in this page's memory, never in the browser's storage.
 */
export function useEndpointUrl(owner: EndpointOwner) {
  const client = useQueryClient();
  const list = useQuery(endpointsRead(owner).options);
  const endpoint = list.data?.items.find(({ state }) => state === "current") ?? null;
  const shown = useRemembered(["endpoint-url", endpoint?.id ?? ""]);

  const reveal = useMutation({
    mutationFn: () =>
      changeApi("POST", `${ENDPOINT_PATHS[owner.kind]}/[endpointId]/reveal` as const, {
        params: { ...endpointParams(owner), endpointId: endpoint?.id ?? "" },
      }),
    onSuccess: (revealed) => rememberEndpointUrl(client, revealed),
  });
  return { list, endpoint, url: endpoint ? shown : null, reveal };
}

/** Keeps an address from an answer for as long as the page is open. */
export function rememberEndpointUrl(client: QueryClient, endpoint: { id: string; url: string }): void {
  client.setQueryData(["endpoint-url", endpoint.id], endpoint.url);
}

/** Something that only `setQueryData` sets: it is never requested from the server. */
function useRemembered(queryKey: string[]): string | null {
  const { data } = useQuery<string>({
    queryKey,
    queryFn: () => Promise.reject(new Error("shown once")),
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data ?? null;
}
