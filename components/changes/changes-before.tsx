import type { ChangeView } from "@/lib/insight/changes/change-view";
import { ChangeList } from "./change-list";

/** What people changed in the day before an alert opened: often its cause. Nothing without any. */
export function ChangesBefore(props: { changes: readonly ChangeView[]; isOver?: boolean }) {
  const { changes, isOver = false } = props;
  if (changes.length === 0) return null;
  return (
    <div className="mt-1.5 max-w-2xl rounded-md bg-raised px-2.5 py-1.5 text-xs">
      <p className="mb-1 text-ink-soft">
        Changed in the 24 hours before this opened.
        {!isOver && " The latest change to a source or destination can be reverted in Setup."}
      </p>
      <ChangeList label="Changed in the 24 hours before" changes={changes} />
    </div>
  );
}
