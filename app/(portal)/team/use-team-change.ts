"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keyOf } from "@/components/data/address";

/** A change to the team through the API; the list is read again afterwards, whatever the result. */
export function useTeamChange<Answer, Body = void>(
  change: (body: Body) => Promise<Answer>,
  options: { onSuccess: (answer: Answer) => void; isHandled?: boolean },
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: options.onSuccess,
    onSettled: () => client.invalidateQueries({ queryKey: keyOf("/api/v1/users", {}) }),
    meta: { isHandled: options.isHandled ?? false },
  });
}
