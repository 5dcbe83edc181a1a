"use client";

import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { DeletionRow } from "./deletion-row";
import { useDeletions } from "./use-deletions";

/** The requests to delete a user that Braze posted, newest first, and what became of each. */
export function DeletionRequests({ customerId }: { customerId: string }) {
  const query = useDeletions(customerId);
  const requests = query.data?.pages.flatMap((page) => page.items);
  return (
    <section aria-labelledby="deletion-requests">
      <h2 id="deletion-requests" className="mb-1 font-semibold">
        Deletion requests
      </h2>
      <p className="mb-3 max-w-prose text-xs text-ink-soft">
        Braze sends one when a user is deleted there. The law gives one month to delete them everywhere (GDPR,
        article 12(3)). The code after # is the same for the same user.
      </p>
      {requests === undefined ? (
        query.error ? (
          <FailedState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <SkeletonRows rows={2} label="Loading deletion requests" />
        )
      ) : requests.length === 0 ? (
        <p className="text-ink-soft">None so far.</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {requests.map((request) => (
            <DeletionRow key={request.id} customerId={customerId} request={request} />
          ))}
        </ul>
      )}
      <LoadMore query={query} />
    </section>
  );
}
