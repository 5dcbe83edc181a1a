import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { callJson } from "@/components/data/call-api";
import type { StatusView } from "@/lib/insight/status/status-view";

/** How often an open page looks again. */
const LOOK_EVERY_MS = 5_000;

const QUERY_KEY = ["status"];

/** Without a network a call fails and says so; it does not wait in silence for one. */
const networkMode = "always";

/** What the page shows, live. */
export function useStatus(token: string) {
  return useQuery({
    queryKey: QUERY_KEY,
    networkMode,
    queryFn: ({ signal }) => callJson<StatusView>(`/api/status/${token}`, { signal }),
    refetchInterval: LOOK_EVERY_MS,
  });
}

/** Asks for a sync of a segment. */
export function useSyncNow(token: string) {
  const refresh = useRefresh();
  return useMutation({
    networkMode,
    mutationFn: (segmentId: string) => post(token, "sync", { segmentId }),
    onSettled: refresh,
  });
}

/** Turns a segment off or on. */
export function useToggle(token: string) {
  const refresh = useRefresh();
  return useMutation({
    networkMode,
    mutationFn: (wish: { segmentId: string; isOn: boolean; version: number }) => post(token, "toggle", wish),
    onSettled: refresh,
  });
}

/** Asks for the address of an endpoint, which the audit log records. */
export function useEndpointUrl(token: string, endpointId: string) {
  return useMutation({
    networkMode,
    mutationFn: () => post<{ url: string }>(token, "endpoint", { endpointId }),
  });
}

function post<T>(token: string, action: "sync" | "toggle" | "endpoint", body: object): Promise<T> {
  return callJson<T>(`/api/status/${token}/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: QUERY_KEY });
}
