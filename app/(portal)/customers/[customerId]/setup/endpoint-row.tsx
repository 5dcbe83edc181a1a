import { Eye } from "lucide-react";
import { DateTime, TimeAgo, TimeAhead } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { StatusPill } from "@/components/ui/status-pill";
import type { EndpointView } from "@/lib/setup/endpoints/endpoint-view";

/** One working endpoint: its hint, until when, and what can be done with it. */
export function EndpointRow(props: {
  endpoint: EndpointView;
  sender: "Braze" | "Heap";
  canChange: boolean;
  isRevealing: boolean;
  onReveal: () => void;
  onRotate: () => void;
  onRevoke: () => void;
}) {
  const { endpoint, sender } = props;
  const { hint, state, createdAt, expiresAt, lastProbeAt } = endpoint;
  const isCurrent = state === "current";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span>
            Ending in <code className="font-mono font-medium">{hint}</code>
          </span>
          <StatusPill tone={isCurrent ? "good" : "info"}>{isCurrent ? "Current" : "Overlap"}</StatusPill>
        </p>
        <p className="mt-0.5 text-xs text-ink-soft">
          Created <TimeAgo value={createdAt} />
          {sender === "Braze" && lastProbeAt && (
            <>
              {" · "}Braze last checked the URL <TimeAgo value={lastProbeAt} />
            </>
          )}
          {expiresAt && (
            <>
              {" · "}works until <DateTime value={expiresAt} /> (<TimeAhead value={expiresAt} />)
            </>
          )}
        </p>
      </div>
      {props.canChange && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            icon={Eye}
            isBusy={props.isRevealing}
            onClick={props.onReveal}
            aria-label={`Show URL ending in ${hint}`}
          >
            Show URL
          </Button>
          {isCurrent && (
            <Button size="small" onClick={props.onRotate} aria-label={`Rotate endpoint ending in ${hint}`}>
              Rotate
            </Button>
          )}
          <Button
            size="small"
            tone="danger"
            onClick={props.onRevoke}
            aria-label={`Revoke endpoint ending in ${hint}`}
          >
            Revoke
          </Button>
        </div>
      )}
    </li>
  );
}
