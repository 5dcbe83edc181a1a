"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ASIDE_MS } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { changeApi } from "@/components/data/call-route";
import {
  ENDPOINT_PATHS,
  type EndpointOwner,
  endpointParams,
  endpointsRead,
} from "@/components/data/setup-reads";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import type { EndpointView } from "@/lib/setup/endpoints/endpoint-view";

/** The endpoints of a source or destination, newest first, and what can be done with them. */
export function useEndpoints(owner: EndpointOwner) {
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  const path = ENDPOINT_PATHS[owner.kind];
  const params = endpointParams(owner);
  const { options } = endpointsRead(owner);
  const onSettled = () => client.invalidateQueries({ queryKey: options.queryKey });
  const handled = { meta: { isHandled: true }, onSettled };

  const list = useQuery({ ...options, refetchInterval: ASIDE_MS });
  const reveal = useMutation({
    mutationFn: ({ id }: EndpointView) =>
      changeApi("POST", `${path}/[endpointId]/reveal` as const, { params: { ...params, endpointId: id } }),
  });
  const create = useMutation({
    onSettled,
    mutationFn: () => changeApi("POST", path, { params, idempotencyKey: keyFor(list.data?.items[0]?.id) }),
  });
  const rotate = useMutation({
    ...handled,
    mutationFn: ({ endpoint, overlapHours }: { endpoint: EndpointView; overlapHours: number }) =>
      changeApi("POST", `${path}/[endpointId]/rotate` as const, {
        params: { ...params, endpointId: endpoint.id },
        body: { overlapHours },
        idempotencyKey: keyFor([endpoint.id, overlapHours]),
      }),
  });
  const revoke = useMutation({
    onSettled,
    mutationFn: ({ id }: EndpointView) =>
      changeApi("POST", `${path}/[endpointId]/revoke` as const, { params: { ...params, endpointId: id } }),
  });
  return { list, reveal, create, rotate, revoke };
}
