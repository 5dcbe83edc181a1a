"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { EndedAlert } from "@/components/alerts/ended-alert";
import { tellChangesOnce } from "@/components/alerts/tell-changes-once";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { earlierAlertList } from "../reads";

/** The customer's alerts that have ended, with who dismissed them and why. Read once it is unfolded. */
export function EarlierAlerts({ customerId }: { customerId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
      className="group rounded-lg border border-line bg-surface open:pb-4"
    >
      <summary className="flex cursor-pointer items-center gap-3 rounded-lg px-4 py-3 hover:bg-raised">
        <ChevronRight
          aria-hidden="true"
          className="size-4 text-ink-soft transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        <h2 className="font-semibold">Earlier alerts</h2>
      </summary>
      {isOpen && (
        <div className="px-4">
          <AlertHistory customerId={customerId} />
        </div>
      )}
    </details>
  );
}

function AlertHistory({ customerId }: { customerId: string }) {
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
