import Link from "next/link";
import { Card } from "@/components/ui/card";
import type { ChangeView } from "@/lib/insight/changes/change-view";
import { ChangeList } from "./change-list";

/** Changes that are told before the rest is folded. */
const MOST_TOLD = 5;

/** The changes that the charts mark, in words: the way to them without a mouse, and for people who cannot see a chart. */
export function ChangesCard(props: { customerId: string; changes: readonly ChangeView[]; hasMore: boolean }) {
  const { customerId, changes, hasMore } = props;
  const folded = changes.slice(MOST_TOLD);
  return (
    <Card
      title="Changes in this time range"
      description="What people changed here. The charts mark each with its icon"
      actions={
        <Link
          href={`/customers/${customerId}/audit`}
          className="tappable inline-block text-accent hover:underline"
        >
          Audit log
        </Link>
      }
    >
      {changes.length === 0 ? (
        <p className="text-ink-soft">Nobody changed anything in this time range.</p>
      ) : (
        <ChangeList label="Changes in this time range" changes={changes.slice(0, MOST_TOLD)} />
      )}
      {folded.length > 0 && (
        <details className="mt-2">
          <summary className="w-fit cursor-pointer rounded py-1 text-ink-soft hover:text-ink">
            {folded.length} earlier
          </summary>
          <ChangeList label="Earlier changes in this time range" changes={folded} />
          {hasMore && <p className="mt-1 text-ink-soft">There are more. The audit log has all of them.</p>}
        </details>
      )}
    </Card>
  );
}
