"use client";

import { ChevronRight } from "lucide-react";
import { countChecks, useChecks } from "@/components/data/use-checks";
import { Checklist } from "@/components/proven-hops/checklist";
import { StatusPill } from "@/components/ui/status-pill";

/** The checklist of the hops: open while one is missing, folded once all are proven. */
export function ProvenHops({ customerId }: { customerId: string }) {
  const { data } = useChecks(customerId);
  if (!data) return null;

  const { proven, all } = countChecks(data);
  if (all === 0) return null;
  const { isAllProven } = data;
  return (
    // The key folds it when the last hop turns green; until then it stays as the reader left it.
    <details
      key={String(isAllProven)}
      open={!isAllProven}
      className="group rounded-lg border border-line bg-surface open:pb-4"
    >
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-4 py-3 hover:bg-raised">
        <ChevronRight
          aria-hidden="true"
          className="size-4 text-ink-soft transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        <h2 className="font-semibold">Checks</h2>
        <StatusPill tone={isAllProven ? "good" : "wait"}>
          {isAllProven ? "Every hop proven" : `${proven} of ${all} hops proven`}
        </StatusPill>
      </summary>
      <div className="px-4 pt-2">
        <Checklist customerId={customerId} />
      </div>
    </details>
  );
}
