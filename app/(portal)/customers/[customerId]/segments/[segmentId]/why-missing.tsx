import Link from "next/link";
import type { ReactNode } from "react";
import { isActive } from "@/app/(portal)/customers/[customerId]/segments/use-segments";
import { BLOCKED, identifierOf } from "@/app/(portal)/customers/[customerId]/segments/words";
import { formatNumber } from "@/components/format/format-number";
import { Told } from "@/components/format/told";
import { Card } from "@/components/ui/card";
import { percent } from "@/lib/cohorts/match-checks/match-words";
import { refusalWords } from "@/lib/cohorts/members/refusal-words";
import type { ShownSegmentView } from "@/lib/cohorts/segments/segment-view";
import { COPIES } from "@/lib/vendors/braze/destination-kinds";

/** Every reason why a user of the segment can be missing in Braze, with what is known about each. */
export function WhyMissing({ segment }: { segment: ShownSegmentView }) {
  const { owed, refused, unfit, destination } = segment;
  const { words } = identifierOf(segment, destination);
  return (
    <Card title={`Why users may be ${COPIES[destination.kind].missing}`}>
      <ol className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <Reason
          title={owed === 0 ? "To sync: none" : `To sync: ${formatNumber(owed)}`}
          tone={owed > 0 ? "text-accent" : ""}
        >
          <ToSync segment={segment} />
        </Reason>
        <Reason
          title={refused === 0 ? "Refused: none" : `Refused: ${formatNumber(refused)}`}
          tone={refused > 0 ? "text-bad" : ""}
        >
          {refused === 0 ? (
            "No members have been refused."
          ) : (
            <>
              {refusalWords({ refused, unfit })}. They are retried when they leave and re-enter the segment,
              or on a resync.
              {unfit > 0 &&
                " To have them sent, correct the property in Heap that holds the email address or phone number."}{" "}
              <Link href="?standing=refused#members" className="underline">
                See who, and why
              </Link>
            </>
          )}
        </Reason>
        <Reason title={<Unknown segment={segment} />}>
          Braze silently accepts IDs it does not know, and creates no users from them. So “sent” does not mean
          “present”. Check in Braze that a user has exactly the ID Heap sends as {words}.
        </Reason>
        <Reason title={<Untaken segment={segment} />} tone={segment.lastTally?.untaken ? "text-wait" : ""}>
          Heap identifies a user by the property chosen in the segment’s integration. If that property is
          empty, Heap sends nothing, or an empty ID. Look up a user below: anyone not found was never
          received.
          <Tally segment={segment} />
        </Reason>
      </ol>
    </Card>
  );
}

function Untaken({ segment: { lastTally } }: { segment: ShownSegmentView }) {
  if (!lastTally || lastTally.untaken === 0) return <>Never received from Heap</>;
  return (
    <>
      Sent by Heap without a usable ID: {formatNumber(lastTally.untaken)} of {formatNumber(lastTally.entries)}{" "}
      in its latest update
    </>
  );
}

/** What else the newest change of Heap held: what entries look like that were not taken, repeats, stray spaces. */
function Tally({ segment: { lastTally, reusedTasks } }: { segment: ShownSegmentView }) {
  const { shapes = [], repeated = 0, trimmed = 0 } = lastTally ?? {};
  return (
    <>
      {shapes.length > 0 && (
        <>
          {" "}
          They look like{" "}
          {shapes.map(({ shape, count }, index) => (
            <span key={shape}>
              {index > 0 && ", "}
              <code className="text-xs [overflow-wrap:anywhere]">{shape}</code> ({formatNumber(count)})
            </span>
          ))}
          .
        </>
      )}
      {repeated > 0 && ` Repeated within an update: ${formatNumber(repeated)}.`}
      {trimmed > 0 && ` Surrounding spaces removed: ${formatNumber(trimmed)}.`}
      {reusedTasks > 0 &&
        ` Heap reused the name of an earlier sync ${reusedTasks === 1 ? "once; it was" : `${formatNumber(reusedTasks)} times; each was`} treated as a new one.`}
    </>
  );
}

function Unknown({ segment: { lastMatch } }: { segment: ShownSegmentView }) {
  if (!lastMatch || lastMatch.isOutdated) return <>Unknown to Braze: not measured yet</>;
  return <>Unknown to Braze: about {percent(1 - lastMatch.share)}%, according to the last match check</>;
}

function Reason(props: { title: ReactNode; tone?: string; children: ReactNode }) {
  return (
    <li>
      <h3 className={`font-medium tabular-nums ${props.tone ?? ""}`}>{props.title}</h3>
      <p className="mt-0.5 text-ink-soft">{props.children}</p>
    </li>
  );
}

function ToSync({ segment }: { segment: ShownSegmentView }) {
  const { owed, mode, lastSync, destination } = segment;
  const see = (
    <Link href="?standing=owed#members" className="underline">
      See who
    </Link>
  );
  if (owed === 0) return <>Nothing left to sync.</>;
  if (destination.blockedBy)
    return (
      <>
        {BLOCKED[destination.blockedBy]} {see}
      </>
    );
  if (mode === "off")
    return <>The segment is off, so nothing is sent. Set it to manual or recurring. {see}</>;
  if (isActive(lastSync)) return <>A sync is sending them now. {see}</>;
  if (lastSync?.state === "failed") {
    return (
      <>
        The last sync failed: <Told text={lastSync.error} /> {see}
      </>
    );
  }
  return (
    <>
      They will go out with the next sync{mode === "recurring" ? ", the scheduled one at the latest" : ""}.
      Sync now sends them right away. {see}
    </>
  );
}
