"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ASIDE_MS } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { changeApi, readApi } from "@/components/data/call-api";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import type { Page } from "@/lib/kernel/api/keyset";
import type { EndpointView, RevealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";

/** Whose endpoints: a source's or a destination's. */
export interface EndpointOwner {
  customerId: string;
  kind: "sources" | "destinations";
  id: string;
}

/** The endpoints of a source or destination, newest first, and what can be done with them. */
export function useEndpoints({ customerId, kind, id }: EndpointOwner) {
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  const path = `/customers/${customerId}/${kind}/${id}/endpoints`;
  const queryKey = ["customer", customerId, kind, id, "endpoints"];
  const onSettled = () => client.invalidateQueries({ queryKey });
  const handled = { meta: { isHandled: true }, onSettled };

  const list = useQuery({
    queryKey,
    queryFn: ({ signal }) => readApi<Page<EndpointView>>(`${path}?limit=100`, signal),
    refetchInterval: ASIDE_MS,
  });
  const reveal = useMutation({
    mutationFn: (endpoint: EndpointView) =>
      changeApi<RevealedEndpointView>("POST", `${path}/${endpoint.id}/reveal`),
  });
  const create = useMutation({
    onSettled,
    mutationFn: () =>
      changeApi<RevealedEndpointView>("POST", path, {}, { idempotencyKey: keyFor(list.data?.items[0]?.id) }),
  });
  const rotate = useMutation({
    ...handled,
    mutationFn: ({ endpoint, overlapHours }: { endpoint: EndpointView; overlapHours: number }) =>
      changeApi<RevealedEndpointView>(
        "POST",
        `${path}/${endpoint.id}/rotate`,
        { overlapHours },
        { idempotencyKey: keyFor([endpoint.id, overlapHours]) },
      ),
  });
  const revoke = useMutation({
    onSettled,
    mutationFn: (endpoint: EndpointView) => changeApi<EndpointView>("POST", `${path}/${endpoint.id}/revoke`),
  });
  return { list, reveal, create, rotate, revoke };
}
