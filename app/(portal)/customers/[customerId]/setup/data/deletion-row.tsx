import Link from "next/link";
import { toQuery } from "@/components/data/url-filters";
import { useCan } from "@/components/data/use-actor";
import { DateTime, TimeAgo } from "@/components/format/time-ago";
import { StatusPill } from "@/components/ui/status-pill";
import { counted } from "@/lib/kernel/words";
import type { DeletionRequestView } from "@/lib/privacy/deletions/deletion-view";
import { toEventKey } from "../../events/event-key";
import { DeletionActions } from "./deletion-actions";
import { DeletionSteps } from "./deletion-steps";

/** One request: its state, its deadline, what each party did, and what a person can do. */
export function DeletionRow({ customerId, request }: { customerId: string; request: DeletionRequestView }) {
  const isAdmin = useCan("admin");
  const { state, words, repeats, dueAt, finishedAt, liftedAt } = request;
  const [tone, label] = STATES[state];
  const isOver = state === "done" || state === "refused";
  return (
    <li
      aria-label={`Request ${request.fingerprint}`}
      className="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-2"
    >
      <div className="min-w-0 space-y-1">
        <div className="flex flex-wrap items-center gap-2">
          <StatusPill tone={tone}>{label}</StatusPill>
          {liftedAt && <StatusPill tone="quiet">Allowed again</StatusPill>}
          <Link
            className="font-mono text-xs text-accent underline decoration-line-strong underline-offset-2"
            href={`/customers/${customerId}/events${toQuery({ event: toEventKey(request) })}`}
          >
            {request.fingerprint}
          </Link>
        </div>
        <p className="text-xs text-ink-soft">
          Received <TimeAgo value={request.receivedAt} /> for “{request.sourceName}”
          {repeats > 0 && `, asked again ${repeats === 1 ? "once" : counted(repeats, "time")}`}
          {request.startedBy && `, started by ${request.startedBy}`}
        </p>
        {isOver ? (
          finishedAt && (
            <p className="text-xs text-ink-soft">
              Ended <DateTime value={finishedAt} />
            </p>
          )
        ) : (
          <p className={isDue(dueAt) ? "font-medium text-bad" : "text-wait"}>
            Due by <DateTime value={dueAt} />
          </p>
        )}
        {words && <p className="text-ink-soft [overflow-wrap:anywhere]">{words}</p>}
        {isAdmin && <DeletionActions customerId={customerId} request={request} />}
      </div>
      <DeletionSteps request={request} />
    </li>
  );
}

const STATES = {
  open: ["bad", "Waiting for a decision"],
  under_way: ["info", "Under way"],
  done: ["good", "Done"],
  failed: ["bad", "Incomplete"],
  refused: ["quiet", "Refused"],
} as const;

const WEEK_MS = 7 * 24 * 3_600_000;

/** Whether the deadline is a week away or less. */
function isDue(dueAt: string): boolean {
  return Date.parse(dueAt) - Date.now() < WEEK_MS;
}
