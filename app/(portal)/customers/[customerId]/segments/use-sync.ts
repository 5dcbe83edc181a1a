import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeApi } from "@/components/data/call-api";
import { toast } from "@/components/ui/notify";

/** Asks for a sync of a segment: what is owed, or everybody again. */
export function useRequestSync(customerId: string, segmentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (trigger: "manual" | "resync") =>
      changeApi<{ syncId: string; joined: boolean }>(
        "POST",
        `/customers/${customerId}/segments/${segmentId}/syncs`,
        { trigger },
      ),
    onSuccess: ({ joined }) => {
      if (joined) toast.message("A sync was under way already: it sends everything that is owed.");
    },
    onSettled: () => refresh(client, customerId),
  });
}

/** Cancels a sync: a waiting one at once, a running one before its next call. */
export function useCancelSync(customerId: string, syncId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => changeApi("POST", `/customers/${customerId}/syncs/${syncId}/cancel`),
    onSettled: () => refresh(client, customerId),
  });
}

function refresh(client: ReturnType<typeof useQueryClient>, customerId: string) {
  return Promise.all(
    ["segments", "syncs"].map((part) =>
      client.invalidateQueries({ queryKey: ["customer", customerId, part] }),
    ),
  );
}
