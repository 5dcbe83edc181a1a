"use client";

import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { changeApi, readApi } from "@/components/data/call-api";
import type { Page } from "@/lib/kernel/api/keyset";
import type { EndpointView, RevealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";

/** Whose endpoint: the part of the API's path that names a source or a destination. */
export interface EndpointOwnerPath {
  customerId: string;
  kind: "sources" | "destinations";
  ownerId: string;
}

/**
 * The current endpoint of a source or destination. Its address is known only after it was shown: by its creation, or
 * by `reveal`, which the audit log records. It is kept in this page's memory, never in the browser's storage.
 */
export function useEndpointUrl({ customerId, kind, ownerId }: EndpointOwnerPath) {
  const client = useQueryClient();
  const path = `/customers/${customerId}/${kind}/${ownerId}/endpoints`;
  const list = useQuery({
    queryKey: ["customer", customerId, kind, ownerId, "endpoints"],
    queryFn: ({ signal }) => readApi<Page<EndpointView>>(path, signal),
  });
  const endpoint = list.data?.items.find(({ state }) => state === "current") ?? null;
  const shown = useRemembered(["endpoint-url", endpoint?.id ?? ""]);

  const reveal = useMutation({
    mutationFn: () => changeApi<RevealedEndpointView>("POST", `${path}/${endpoint?.id}/reveal`),
    onSuccess: (revealed) => rememberEndpointUrl(client, revealed),
  });
  return { list, endpoint, url: endpoint ? shown : null, reveal };
}

/** Keeps an address that an answer showed, for as long as the page is open. */
export function rememberEndpointUrl(client: QueryClient, endpoint: { id: string; url: string }): void {
  client.setQueryData(["endpoint-url", endpoint.id], endpoint.url);
}

/** Keeps a bearer token that an answer showed, for as long as the page is open. */
export function rememberBearerToken(client: QueryClient, sourceId: string, token: string): void {
  client.setQueryData(["bearer-token", sourceId], token);
}

/** The bearer token of a source, if this page has just seen it made. */
export function useBearerToken(sourceId: string): string | null {
  return useRemembered(["bearer-token", sourceId]);
}

/** Something that only `setQueryData` puts there: it is never asked of the server. */
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
