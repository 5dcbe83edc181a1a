import Link from "next/link";
import type { ReactNode } from "react";
import { formatNumber } from "@/components/format/format-number";

/** A number of customers with its share as a bar; links to them. */
export function CountRow(props: { href: string; count: number; of: number; children: ReactNode }) {
  const { href, count, of, children } = props;
  const share = of > 0 ? Math.min(1, count / of) : 0;
  return (
    <li>
      <Link href={href} className="-mx-2 flex items-center gap-3 rounded-md px-2 py-1.5 hover:bg-raised">
        <span className="w-32 shrink-0">{children}</span>
        <span aria-hidden="true" className="h-1 flex-1 overflow-hidden rounded-full bg-raised">
          <span className="block h-full rounded-full bg-line-strong" style={{ width: `${share * 100}%` }} />
        </span>
        <span className={`w-10 text-right tabular-nums ${count === 0 ? "text-ink-soft" : "font-medium"}`}>
          {formatNumber(count)}
        </span>
      </Link>
    </li>
  );
}
