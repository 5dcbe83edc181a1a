"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "@/components/data/call-api";
import { changeApi } from "@/components/data/call-route";
import { toast } from "@/components/ui/notify";
import type { OverviewView } from "@/lib/insight/overview/overview-view";
import { overviewRead } from "../reads";
import { refreshCustomer } from "./use-overview";

/** A source or a destination, as far as pausing goes. */
export interface Pausable {
  kind: "source" | "destination";
  id: string;
  name: string;
}

const PATHS = {
  source: "/api/v1/customers/[customerId]/sources/[sourceId]",
  destination: "/api/v1/customers/[customerId]/destinations/[destinationId]",
} as const;

/**
 * Pauses or resumes a source or destination. The screen changes at once; if Tributary refuses, it changes back and
 * says why. The notice of a pause can undo it.
 */
export function usePause(customerId: string, { kind, id, name }: Pausable) {
  const client = useQueryClient();
  const { queryKey } = overviewRead({ customerId }).options;

  const pause = useMutation({
    meta: { isHandled: true },
    mutationFn: (isPaused: boolean) =>
      changeApi("POST", `${PATHS[kind]}/${isPaused ? "pause" : "resume"}` as const, {
        params: { customerId, sourceId: id, destinationId: id },
      }),
    onMutate: async (isPaused) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      client.setQueryData(queryKey, before && withPause(before, kind, id, isPaused));
      return { before };
    },
    onError: (err, isPaused, context) => {
      client.setQueryData(queryKey, context?.before);
      if (err instanceof ApiError && err.status === 401) return;
      toast.error(
        `“${name}” could not be ${isPaused ? "paused" : "resumed"}. Nothing changed. ${err.message}`,
      );
    },
    onSuccess: (_answer, isPaused) => {
      const undo = isPaused ? { label: "Undo", onPress: () => pause.mutate(false) } : undefined;
      toast.success(`“${name}” ${isPaused ? "is paused" : "has been resumed"}.`, undo);
    },
    onSettled: () => refreshCustomer(client, customerId),
  });
  return pause;
}

function withPause(
  overview: OverviewView,
  kind: Pausable["kind"],
  id: string,
  isPaused: boolean,
): OverviewView {
  const pausedAt = isPaused ? new Date().toISOString() : null;
  const change = <T extends { id: string }>(items: T[]) =>
    items.map((item) => (item.id === id ? { ...item, pausedAt } : item));
  if (kind === "destination") return { ...overview, destinations: change(overview.destinations) };
  return { ...overview, sources: change(overview.sources), heapApps: withBacklog(overview, id, isPaused) };
}

/**
 * What a pause holds does not wait for Heap; when the pause ends, it does. The next read shows how long it will take.
 */
function withBacklog({ heapApps, sources }: OverviewView, sourceId: string, isPaused: boolean) {
  const source = sources.find(({ id }) => id === sourceId);
  if (!source || (source.pausedAt !== null) === isPaused) return heapApps;

  const change = isPaused ? -source.backlog.events : source.backlog.events;
  return heapApps.map((app) =>
    app.key === source.heapApp ? { ...app, pendingEvents: Math.max(0, app.pendingEvents + change) } : app,
  );
}
