import { RefreshCw } from "lucide-react";
import { formatNumber } from "@/components/format/format-number";
import { TimeAgo, TimeAhead } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { SyncStatePill } from "@/components/ui/state-pills";
import { Switch } from "@/components/ui/switch";
import type { StatusSegment } from "@/lib/insight/status/status-view";
import { counted } from "@/lib/kernel/words";
import { useSyncNow, useToggle } from "./use-status";

const MODES: Record<StatusSegment["mode"], string> = {
  off: "Off: nothing is sent to Braze",
  manual: "On: sent whenever Heap reports a change",
  recurring: "On: sent on every change and every 4 hours",
};

/** One segment: how it is synced, its state, and what may be done. */
export function SegmentRow(props: {
  token: string;
  segment: StatusSegment;
  canSync: boolean;
  canToggle: boolean;
}) {
  const { token, segment, canSync, canToggle } = props;
  return (
    <li className="grid break-inside-avoid gap-x-6 gap-y-3 px-4 py-3 md:grid-cols-[minmax(0,1fr)_18rem_11rem]">
      <div className="min-w-0">
        <h3 className="font-medium [overflow-wrap:anywhere]">{segment.name}</h3>
        <p className="text-xs text-ink-soft">{MODES[segment.mode]}</p>
        {segment.untaken > 0 && (
          <p className="mt-1 text-xs text-wait">
            {formatNumber(segment.untaken)} of {counted(segment.named, "user")} in Heap’s latest update had no
            usable ID.
          </p>
        )}
        {segment.mode !== "off" && segment.restsBecause && (
          <p className="mt-1 text-xs text-wait">{segment.restsBecause}</p>
        )}
      </div>
      <dl className="grid grid-cols-[1fr_auto_1fr_1fr] gap-x-4 gap-y-2 text-xs">
        <Count name="In Heap" value={segment.wanted} />
        <Count name="Sent to Braze" value={segment.sent} />
        <Count name="To sync" value={segment.owed} />
        <Count name="Refused" value={segment.refused} tone="text-bad" />
      </dl>
      <div className="text-xs text-ink-soft md:text-right">
        <p>
          {segment.isSyncing && segment.lastSyncState ? (
            <SyncStatePill state={segment.lastSyncState} />
          ) : (
            <>
              Last sync <TimeAgo value={segment.lastSyncAt} />
            </>
          )}
        </p>
        <p>
          Next sync <NextSync segment={segment} />
        </p>
      </div>
      {(canSync || canToggle) && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 md:col-span-full print:hidden">
          {canToggle && <Toggle token={token} segment={segment} />}
          {canSync && <SyncNow token={token} segment={segment} />}
        </div>
      )}
    </li>
  );
}

function NextSync({ segment: { mode, nextSyncAt, restsBecause } }: { segment: StatusSegment }) {
  if (mode === "off") return "none";
  if (restsBecause) return "once this is resolved";
  if (nextSyncAt === null) return "when Heap reports a change";
  return <TimeAhead value={nextSyncAt} />;
}

function Count({ name, value, tone = "" }: { name: string; value: number; tone?: string }) {
  return (
    <div>
      <dt className="text-ink-soft">{name}</dt>
      <dd className={`text-sm tabular-nums ${value > 0 ? tone : "text-ink-soft"}`}>{formatNumber(value)}</dd>
    </div>
  );
}

function SyncNow({ token, segment }: { token: string; segment: StatusSegment }) {
  const sync = useSyncNow(token);
  return (
    <Button
      size="small"
      icon={RefreshCw}
      isBusy={sync.isPending}
      disabled={segment.restsBecause !== null || segment.isSyncing}
      title={segment.restsBecause ?? "Send this segment’s changes now"}
      // Not twice for a double click.
      onClick={(event) => event.detail < 2 && sync.mutate(segment.id)}
    >
      {segment.isSyncing ? "Syncing…" : "Sync now"}
      <span className="sr-only">: {segment.name}</span>
    </Button>
  );
}

function Toggle({ token, segment }: { token: string; segment: StatusSegment }) {
  const toggle = useToggle(token);
  const isOn = toggle.isPending ? toggle.variables.isOn : segment.mode !== "off";
  return (
    <span className="flex items-center gap-2 text-xs">
      <Switch
        label={`Send ${segment.name} to Braze`}
        checked={isOn}
        isDisabled={toggle.isPending}
        onCheckedChange={(isOn) => toggle.mutate({ segmentId: segment.id, isOn, version: segment.version })}
      />
      <span aria-hidden="true">{isOn ? "On" : "Off"}</span>
    </span>
  );
}
