import type { QueuedView } from "@/lib/insight/history/history-view";
import { counted } from "@/lib/kernel/words";

/** What the counts of a range lack because it is queued: only while some of it is late, since something nearly always is under way. */
export function QueuedNote({ queued }: { queued: QueuedView | null }) {
  if (!queued?.late) return null;
  return (
    <p className="mb-3 text-xs text-ink-soft">Not counted yet: {counted(queued.events, "queued event")}.</p>
  );
}
