import Link from "next/link";
import { DateTime, TimeAgo } from "@/components/format/time-ago";
import type { OwnAlertView } from "@/lib/insight/alerts/alert-view";

/** What people did with an alert: who has it, who has seen it, until when it is put off, and what they wrote. */
export function AlertFacts({ alert, customerId }: { alert: OwnAlertView; customerId: string }) {
  const { assignee, acknowledgedBy, acknowledgedAt, snoozedUntil, snoozedBy, notes, timesLately, kind } =
    alert;
  const facts = [
    timesLately > 1 && (
      <Link href={`/alerts/past?customerId=${customerId}&kind=${kind}`} className="underline">
        {timesLately} times in 90 days
      </Link>
    ),
    assignee && (
      <>
        Assigned to <b className="font-medium text-ink">{assignee.name}</b>
      </>
    ),
    acknowledgedBy !== null && (
      <>
        Acknowledged by {acknowledgedBy} <TimeAgo value={acknowledgedAt} />
      </>
    ),
    snoozedUntil && (
      <>
        Snoozed until <DateTime value={snoozedUntil} /> by {snoozedBy}
      </>
    ),
  ].filter(Boolean);
  return (
    <>
      {facts.length > 0 && (
        <ul
          aria-label="Triage"
          className="flex flex-wrap gap-x-3 text-xs text-ink-soft [overflow-wrap:anywhere]"
        >
          {facts.map((fact, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the facts have a fixed order
            <li key={index}>{fact}</li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <ul aria-label="Notes" className="mt-1 space-y-1 border-l-2 border-line pl-3">
          {notes.map(({ id, text, writtenBy, writtenAt }) => (
            <li key={id} className="[overflow-wrap:anywhere]">
              {text}{" "}
              <span className="text-xs text-ink-soft">
                {writtenBy}, <TimeAgo value={writtenAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
