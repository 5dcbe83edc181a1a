import Link from "next/link";
import type { ReactNode } from "react";
import { formatNumber } from "@/components/format/format-number";
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
      title={`Heap’s newest change had ${formatNumber(sync.untaken)} ${sync.untaken === 1 ? "user" : "users"} without a usable id.`}
    >
      Nobody can be sent for them. See in Heap which user property the segment’s integration sends as the id,
      and{" "}
      <Link href={`/customers/${sync.customerId}/segments/${sync.segmentId}`} className="underline">
        at the segment what came instead
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
        <Note tone="bad" title={sync.error ?? "It failed without words."}>
          What was not sent waits for the next sync. Once the cause is fixed, press Sync now on{" "}
          <Link href={segment} className="underline">
            the segment
          </Link>
          ; a recurring segment also tries again on schedule.
        </Note>
      );
    case "cancelled":
      return (
        <Note tone="quiet" title={sync.error ?? "Cancelled before it began."}>
          What was sent until then stays sent; everybody else waits until the next sync.
        </Note>
      );
    case "succeeded_with_errors":
      return (
        <Note
          tone="wait"
          title={`Braze took everybody but ${formatNumber(sync.refused)} ${sync.refused === 1 ? "member" : "members"}.`}
        >
          Braze refused them for what they are, so sending them again as they are cannot help. They are left
          out until they leave and enter the segment again, or until a resync.{" "}
          <Link href={`${segment}?standing=refused#members`} className="underline">
            See who, with the Braze response
          </Link>
        </Note>
      );
    case "running":
      return sync.error ? (
        <Note tone="wait" title={sync.error}>
          Braze asked to wait or did not answer. Nothing is lost: the sync goes on by itself, from where it
          is.
        </Note>
      ) : null;
    case "succeeded":
      return sync.owedAtStart === 0 ? (
        <Note tone="quiet" title="Nothing was left to sync.">
          Braze already had everything that could be sent.
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
