import { formatNumber } from "@/components/format/format-number";
import { CountLink } from "@/components/ui/count-link";

/** A number; that of members that Braze refused leads to them. */
export function RefusedCount({ count, href }: { count: number; href?: string }) {
  if (!href || count === 0) return formatNumber(count);
  return (
    <CountLink count={count} href={href}>
      {formatNumber(count)}
      <span className="sr-only"> refused: see who</span>
    </CountLink>
  );
}
