import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { changeApi } from "@/components/data/call-route";
import { statusRead } from "./reads";

/** How often an open page updates. */
const LOOK_EVERY_MS = 5_000;

/** Without a network a call fails and says so; it does not wait silently. */
const networkMode = "always";

/** What the page shows, live. */
export function useStatus(token: string) {
  return useQuery({ ...statusRead({ token }).options, networkMode, refetchInterval: LOOK_EVERY_MS });
}

/** Requests a sync of a segment. */
export function useSyncNow(token: string) {
  const refresh = useRefresh(token);
  return useMutation({
    networkMode,
    mutationFn: (segmentId: string) =>
      changeApi("POST", "/api/status/[token]/sync", { params: { token }, body: { segmentId } }),
    onSettled: refresh,
  });
}

/** Turns a segment off or on. */
export function useToggle(token: string) {
  const refresh = useRefresh(token);
  return useMutation({
    networkMode,
    mutationFn: (wish: { segmentId: string; isOn: boolean; version: number }) =>
      changeApi("POST", "/api/status/[token]/toggle", { params: { token }, body: wish }),
    onSettled: refresh,
  });
}

/** Requests the address of an endpoint, which the audit log records. */
export function useEndpointUrl(token: string, endpointId: string) {
  return useMutation({
    networkMode,
    mutationFn: () =>
      changeApi("POST", "/api/status/[token]/endpoint", { params: { token }, body: { endpointId } }),
  });
}

function useRefresh(token: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: statusRead({ token }).options.queryKey });
}
