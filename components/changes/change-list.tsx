import Link from "next/link";
import { TimeAgo } from "@/components/format/time-ago";
import type { ChangeView } from "@/lib/insight/changes/change-view";
import { CHANGE_ICONS } from "./change-icon";
import { toldFields } from "./told-fields";

/** Changes, one a line: what, who and when; each leads to what was changed. */
export function ChangeList({ label, changes }: { label: string; changes: readonly ChangeView[] }) {
  return (
    <ul aria-label={label} className="space-y-2">
      {changes.map((change) => {
        const { icon: Icon, label: kind } = CHANGE_ICONS[change.kind];
        return (
          <li key={change.id} className="flex gap-2 [overflow-wrap:anywhere]">
            <Icon aria-label={kind} className="mt-0.5 size-4 shrink-0 text-ink-soft" />
            <span className="min-w-0">
              <Link
                href={change.path}
                prefetch={false}
                className="tappable inline-block font-medium hover:underline"
              >
                {change.summary}
              </Link>{" "}
              <span className="text-ink-soft">
                {change.by}, <TimeAgo value={change.at} />
              </span>
              {toldFields(change).map((line) => (
                <span key={line} className="block">
                  {line}
                </span>
              ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
