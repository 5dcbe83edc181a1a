"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError, changeApi } from "@/components/data/call-api";
import { toast } from "@/components/ui/notify";
import type { OverviewView } from "@/lib/insight/overview/overview-view";
import { overviewKey, refreshCustomer } from "./use-overview";

/** A source or a destination, as far as pausing goes. */
export interface Pausable {
  kind: "source" | "destination";
  id: string;
  name: string;
}

/**
 * Pauses or resumes a source or destination. The screen changes at once; when Tributary says no, it changes back and
 * says why.
 */
export function usePause(customerId: string, { kind, id, name }: Pausable) {
  const client = useQueryClient();
  const key = overviewKey(customerId);
  const list = kind === "source" ? "sources" : "destinations";

  return useMutation({
    meta: { isHandled: true },
    mutationFn: (isPaused: boolean) =>
      changeApi("POST", `/customers/${customerId}/${list}/${id}/${isPaused ? "pause" : "resume"}`),
    onMutate: async (isPaused) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<OverviewView>(key);
      client.setQueryData<OverviewView>(key, before && withPause(before, list, id, isPaused));
      return { before };
    },
    onError: (err, isPaused, context) => {
      client.setQueryData(key, context?.before);
      if (err instanceof ApiError && err.status === 401) return;
      toast.error(
        `“${name}” could not be ${isPaused ? "paused" : "resumed"} and stays as it was. ${err.message}`,
      );
    },
    onSuccess: (_answer, isPaused) => {
      toast.success(`“${name}” is ${isPaused ? "paused" : "resumed"}.`);
    },
    onSettled: () => refreshCustomer(client, customerId),
  });
}

function withPause(
  overview: OverviewView,
  list: "sources" | "destinations",
  id: string,
  isPaused: boolean,
): OverviewView {
  const pausedAt = isPaused ? new Date().toISOString() : null;
  const change = <T extends { id: string }>(items: T[]) =>
    items.map((item) => (item.id === id ? { ...item, pausedAt } : item));
  if (list === "destinations") return { ...overview, destinations: change(overview.destinations) };
  return { ...overview, sources: change(overview.sources), heapApps: withBacklog(overview, id, isPaused) };
}

/** What a pause holds does not wait for Heap; when it ends, it does. The next read brings how long it will take. */
function withBacklog({ heapApps, sources }: OverviewView, sourceId: string, isPaused: boolean) {
  const source = sources.find(({ id }) => id === sourceId);
  if (!source || (source.pausedAt !== null) === isPaused) return heapApps;

  const change = isPaused ? -source.backlog.events : source.backlog.events;
  return heapApps.map((app) =>
    app.key === source.heapApp ? { ...app, pendingEvents: Math.max(0, app.pendingEvents + change) } : app,
  );
}
