import Link from "next/link";
import type { ReactNode } from "react";
import { refusedMembers } from "@/app/(portal)/customers/[customerId]/syncs/refused-members";
import { formatNumber } from "@/components/format/format-number";
import { refusalWords } from "@/lib/cohorts/members/refusal-words";
import type { SyncView } from "@/lib/cohorts/syncs/sync-view";

const TONES = {
  wait: "bg-wait-ground text-wait",
  bad: "bg-bad-ground text-bad",
  quiet: "bg-raised",
} as const;

/** How a sync ended, or why it waits: what it means for the customer and what to do. */
export function SyncEnd({ sync }: { sync: SyncView }) {
  return (
    <>
      <End sync={sync} />
      {sync.untaken > 0 && <Untaken sync={sync} />}
    </>
  );
}

/** Users that never became members, so that no count of the sync shows them. */
function Untaken({ sync }: { sync: SyncView }) {
  return (
    <Note
      tone="wait"
      title={`Heap’s latest update had ${formatNumber(sync.untaken)} ${sync.untaken === 1 ? "user" : "users"} without a usable ID.`}
    >
      They cannot be sent. Check in Heap which user property the segment’s integration sends as the ID, and{" "}
      <Link href={`/customers/${sync.customerId}/segments/${sync.segmentId}`} className="underline">
        see what Heap sent instead
      </Link>
      .
    </Note>
  );
}

function End({ sync }: { sync: SyncView }) {
  const segment = `/customers/${sync.customerId}/segments/${sync.segmentId}`;

  switch (sync.state) {
    case "failed":
      return (
        <Note tone="bad" title={sync.error ?? "It failed without an error message."}>
          Anything not sent is kept. Once the cause is fixed, press Sync now on{" "}
          <Link href={segment} className="underline">
            the segment
          </Link>
          ; a recurring segment also retries on schedule.
        </Note>
      );
    case "cancelled":
      return (
        <Note tone="quiet" title={sync.error ?? "Cancelled before it started."}>
          Members already sent stay sent; the rest are kept for the next sync.
        </Note>
      );
    case "succeeded_with_errors":
      return (
        <Note tone="wait" title={refusedTitle(sync)}>
          Sending them again unchanged would not help. They are skipped until they leave and re-enter the
          segment, or until a resync.{" "}
          <Link href={refusedMembers(sync)} className="underline">
            See who, and why
          </Link>
        </Note>
      );
    case "running":
      return sync.error ? (
        <Note tone="wait" title={sync.error}>
          Braze asked us to wait or did not respond. Nothing is lost: the sync continues automatically from
          where it stopped.
        </Note>
      ) : null;
    case "succeeded":
      return sync.owedAtStart === 0 ? (
        <Note tone="quiet" title="Nothing was left to sync.">
          Braze was already up to date.
        </Note>
      ) : null;
    default:
      return null;
  }
}

function Note(props: { tone: keyof typeof TONES; title: string; children: ReactNode }) {
  return (
    <div className={`mt-4 rounded-md px-3 py-2 [overflow-wrap:anywhere] ${TONES[props.tone]}`}>
      <p className="font-medium">{props.title}</p>
      <p className="mt-0.5">{props.children}</p>
    </div>
  );
}

function refusedTitle(sync: SyncView): string {
  const words = refusalWords(sync);
  if (sync.unfit === 0) return `${words} and accepted the rest.`;
  return sync.added + sync.removed > 0 ? `${words}. Braze accepted the rest.` : `${words}.`;
}
