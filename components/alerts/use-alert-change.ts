"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keyOf } from "@/components/data/address";
import { toast } from "@/components/ui/notify";

/**
 * A change to an alert: what the team is told, and every screen that shows alerts is read again. With `undo`, the notice
 * takes it back.
 */
export function useAlertChange<Input>(
  customerId: string,
  mutationFn: (input: Input) => Promise<unknown>,
  { done, onDone, undo }: { done: string; onDone?: () => void; undo?: (input: Input) => void },
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (_answer, input) => {
      onDone?.();
      toast.success(done, undo && { label: "Undo", onPress: () => undo(input) });
      return Promise.all([
        client.invalidateQueries({ queryKey: keyOf("/api/v1/alerts", {}) }),
        client.invalidateQueries({ queryKey: keyOf("/api/v1/dashboard", {}) }),
        client.invalidateQueries({ queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }) }),
      ]);
    },
  });
}
