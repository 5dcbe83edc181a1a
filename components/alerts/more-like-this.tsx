import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** The other alerts of a group, folded until somebody wants them. */
export function MoreLikeThis({ count, children }: { count: number; children: ReactNode }) {
  return (
    <details className="group mt-2 ml-7 basis-full">
      <summary className="flex w-fit cursor-pointer items-center gap-1 rounded text-xs font-medium text-ink-soft hover:text-ink">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        {count} more like this
      </summary>
      {children}
    </details>
  );
}
