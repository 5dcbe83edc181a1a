import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { changeApi } from "@/components/data/call-route";
import { toast } from "@/components/ui/notify";
import { deletionList } from "../../reads";

const BUSY_MS = 1_000;
const CALM_MS = 10_000;

/** A customer's requests to delete a user, newest first; read often while one is under way. */
export function useDeletions(customerId: string) {
  return useInfiniteQuery({
    ...deletionList({ customerId }).options,
    refetchInterval: ({ state }) => {
      const isBusy = state.data?.pages[0]?.items.some((request) => request.state === "under_way");
      return isBusy ? BUSY_MS : CALM_MS;
    },
  });
}

/** What a person can do with a request. */
export type DeletionWish =
  | { kind: "start" }
  | { kind: "lift" }
  | { kind: "close"; as: "done" | "refused"; reason: string };

const PATH = "/api/v1/customers/[customerId]/deletion-requests/[deletionRequestId]";

/** Starts, closes or lifts a request, and says so. */
export function useChangeDeletion(place: { customerId: string; deletionRequestId: string }) {
  const client = useQueryClient();
  const { customerId } = place;
  return useMutation({
    mutationFn: (wish: DeletionWish) => {
      if (wish.kind === "start") return changeApi("POST", `${PATH}/start`, { params: place });
      if (wish.kind === "lift") return changeApi("POST", `${PATH}/lift`, { params: place });
      const { as, reason } = wish;
      return changeApi("POST", `${PATH}/close`, { params: place, body: { as, reason } });
    },
    onSuccess: (_, { kind }) => toast.success(DONE[kind]),
    onError: (err) => toast.error(err.message),
    onSettled: () => client.invalidateQueries({ queryKey: deletionList({ customerId }).options.queryKey }),
  });
}

const DONE: Record<DeletionWish["kind"], string> = {
  start: "Deletion started. It continues if you leave this page.",
  lift: "New data about this user is accepted again.",
  close: "Request closed.",
};
