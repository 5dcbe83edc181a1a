"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeApi } from "@/components/data/call-api";

/** A change of the team through the API; the list is read again afterwards, whatever came of it. */
export function useTeamChange<Answer, Body = void>(
  method: "POST" | "PATCH",
  path: string,
  options: { onSuccess: (answer: Answer) => void; isHandled?: boolean },
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => changeApi<Answer>(method, path, body ?? {}),
    onSuccess: options.onSuccess,
    onSettled: () => client.invalidateQueries({ queryKey: ["users"] }),
    meta: { isHandled: options.isHandled ?? false },
  });
}
