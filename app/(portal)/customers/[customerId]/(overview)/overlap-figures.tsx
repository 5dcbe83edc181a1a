"use client";

import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { OverlapView } from "@/lib/insight/identity-overlaps/overlap-view";

const OverlapDetails = dynamic(() => import("./overlap-details").then((module) => module.OverlapDetails), {
  ssr: false,
});

/** What was compared, for both of Braze's attributes; folded until someone opens it, and then loaded. */
export function OverlapFigures({ measured }: { measured: NonNullable<OverlapView["measured"]> }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)} className="group mt-2 text-xs">
      <summary className="flex min-h-6 w-fit cursor-pointer items-center gap-1 font-medium text-ink-soft hover:text-ink">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        What was compared
      </summary>
      {isOpen && <OverlapDetails measured={measured} />}
    </details>
  );
}
