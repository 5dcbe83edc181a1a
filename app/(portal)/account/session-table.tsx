"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { toast } from "@/components/ui/notify";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusPill } from "@/components/ui/status-pill";
import type { SessionView } from "@/lib/team/sessions/session-view";
import { sessionList } from "../reads";

/** A session shows as seen only every few minutes. */
const POLL_INTERVAL_MS = 60_000;

/** The live sessions of one user, newest first, and a way to end each. */
export function SessionTable({ userId }: { userId: string }) {
  const sessions = useInfiniteQuery({
    ...sessionList({}, { userId }).options,
    refetchInterval: POLL_INTERVAL_MS,
  });
  const rows = sessions.data?.pages.flatMap((page) => page.items);
  if (!rows) {
    return sessions.error ? (
      <FailedState error={sessions.error} onRetry={() => sessions.refetch()} />
    ) : (
      <SkeletonRows label="Loading the sessions" />
    );
  }
  if (rows.length === 0) return <p className="text-ink-soft">Not signed in anywhere.</p>;
  return (
    <>
      <ul aria-label="Sessions" className="divide-y divide-line">
        {rows.map((row) => (
          <SessionRow key={row.id} session={row} />
        ))}
      </ul>
      <LoadMore query={sessions} />
    </>
  );
}

/** The current session ends by signing out. */
function SessionRow({ session }: { session: SessionView }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/sessions/[sessionId]/end", { params: { sessionId: session.id } }),
    onSuccess: () => toast.success("Session ended."),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf("/api/v1/sessions", {}) }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-52">
        <div className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{session.device}</span>
          {session.isCurrent && <StatusPill tone="good">This session</StatusPill>}
        </div>
        <div className="text-ink-soft">
          Signed in <TimeAgo value={session.createdAt} />, last seen <TimeAgo value={session.lastSeenAt} />
        </div>
      </div>
      {!session.isCurrent && (
        <Button
          size="small"
          tone="danger"
          isBusy={end.isPending}
          onClick={() => end.mutate()}
          aria-label={`End the session ${session.device}`}
        >
          End
        </Button>
      )}
    </li>
  );
}
