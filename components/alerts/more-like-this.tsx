import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** The other alerts of a group, folded until somebody wants them. */
export function MoreLikeThis(props: {
  count: number;
  /** Whether there may be more of them than these, because the list was cut. */
  isCut?: boolean;
  /** The customers that they are about, if these are others than that of the first. */
  customers?: readonly string[];
  children: ReactNode;
}) {
  const { count, isCut = false, customers = [], children } = props;
  return (
    <details className="group mt-2 ml-7 basis-full">
      <summary className="tappable flex w-fit max-w-full cursor-pointer items-center gap-1 rounded text-xs font-medium text-ink-soft [overflow-wrap:anywhere] hover:text-ink">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 shrink-0 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        {isCut && "At least "}
        {count} more like this{customers.length > 0 && `: ${customers.join(", ")}`}
      </summary>
      {children}
    </details>
  );
}
