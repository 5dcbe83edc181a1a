"use client";

import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";

const EarlierAlertList = dynamic(
  () => import("./earlier-alert-list").then((module) => module.EarlierAlertList),
  { ssr: false },
);

/** The customer's alerts that have ended, with who dismissed them and why. Loaded and read once it is unfolded. */
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
          <EarlierAlertList customerId={customerId} />
        </div>
      )}
    </details>
  );
}
