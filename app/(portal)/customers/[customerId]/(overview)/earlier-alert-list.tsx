"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { EndedAlert } from "@/components/alerts/ended-alert";
import { tellChangesOnce } from "@/components/alerts/tell-changes-once";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { earlierAlertList } from "../reads";

/** What `EarlierAlerts` shows once it is unfolded. */
export function EarlierAlertList({ customerId }: { customerId: string }) {
  const query = useInfiniteQuery(earlierAlertList({ customerId }).options);
  if (!query.data) {
    return query.error ? (
      <FailedState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows rows={3} label="Loading earlier alerts" />
    );
  }
  const alerts = tellChangesOnce(query.data.pages.flatMap((page) => page.items));
  if (alerts.length === 0) return <p className="text-ink-soft">No earlier alerts.</p>;
  return (
    <>
      <ul aria-label="Earlier alerts" className="divide-y divide-line">
        {alerts.map((alert) => (
          <EndedAlert key={alert.id} alert={alert} customerId={customerId} />
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  );
}
