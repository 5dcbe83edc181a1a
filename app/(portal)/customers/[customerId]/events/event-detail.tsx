import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { toQuery } from "@/components/data/url-filters";
import { formatNumber } from "@/components/format/format-number";
import { DateTime, TimeAgo } from "@/components/format/time-ago";
import { Button, ButtonLink } from "@/components/ui/button";
import { OutcomePill } from "@/components/ui/state-pills";
import { StatusPill } from "@/components/ui/status-pill";
import type { EventDetail } from "@/lib/forwarding/events/show-event";
import { DeletionNote } from "./deletion-note";
import { EventBodies } from "./event-bodies";
import { type EventRef, toEventKey } from "./event-key";
import type { EventFilters } from "./reads";
import { UserValues } from "./user-values";

/** The outcome of one event, what it means, and the event itself before and after. */
export function EventDetailView(props: {
  customerId: string;
  event: EventDetail;
  onFilter: (filters: Partial<EventFilters>) => void;
  onShow: (event: EventRef) => void;
}) {
  const { customerId, event, onFilter, onShow } = props;
  const { explanation, firstOccurrence, deletionRequest } = event;
  return (
    <div className="space-y-5">
      <section aria-label="Outcome" className="space-y-2">
        <div className="flex flex-wrap items-center gap-2">
          <OutcomePill outcome={event.outcome} />
          {event.isSimulated && <StatusPill tone="quiet">Simulated, not from Braze</StatusPill>}
        </div>
        <p className="font-medium [overflow-wrap:anywhere]">{explanation.happened}</p>
        <p className="max-w-prose text-ink-soft [overflow-wrap:anywhere]">{explanation.meaning}</p>
        <p className="max-w-prose text-ink-soft [overflow-wrap:anywhere]">{explanation.next}</p>
        {event.outcome !== "pending" && event.outcome !== "duplicate" && (
          <ButtonLink
            size="small"
            icon={RotateCcw}
            href={`/customers/${customerId}/events/replay${toQuery({ sourceId: event.sourceId, outcome: event.outcome, event: toEventKey(event) })}`}
          >
            Replay this event…
          </ButtonLink>
        )}
        {deletionRequest && <DeletionNote customerId={customerId} deletionRequest={deletionRequest} />}
        {firstOccurrence && (
          <Button size="small" onClick={() => onShow(firstOccurrence)}>
            Show the first one
          </Button>
        )}
      </section>
      <Facts event={event} onFilter={onFilter} />
      <DeliveryAnswer event={event} onFilter={onFilter} />
      {event.userProperties.length > 0 && <UserValues values={event.userProperties} />}
      <EventBodies event={event} />
    </div>
  );
}

function Facts({
  event,
  onFilter,
}: {
  event: EventDetail;
  onFilter: (change: Partial<EventFilters>) => void;
}) {
  const { identity, type, name, eventId } = event;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 lg:grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)]">
      <Fact label="Type">{type ?? <None />}</Fact>
      <Fact label="Name in Heap">{name ?? <None />}</Fact>
      <Fact label="Identity">
        {identity ? (
          <FilterLink
            words={identity}
            title="Show this identity’s events"
            onClick={() => onFilter({ identity })}
          />
        ) : (
          <None />
        )}
      </Fact>
      <Fact label="Braze event ID">
        {eventId ? (
          <FilterLink
            words={eventId}
            title="Show every occurrence of this event ID"
            onClick={() => onFilter({ eventId })}
          />
        ) : (
          <None />
        )}
      </Fact>
      <Fact label="Happened">
        {event.occurredAt ? <DateTime value={event.occurredAt} withSeconds /> : <None />}
      </Fact>
      <Fact label="Received">
        <DateTime value={event.receivedAt} withSeconds />
      </Fact>
      <Fact label="Source">{event.sourceName}</Fact>
      <Fact label="Batch">
        <FilterLink
          words={`Event ${formatNumber(event.index + 1)} of its batch`}
          title="Show the batch’s events"
          onClick={() => onFilter({ batchId: event.batchId })}
        />
      </Fact>
    </dl>
  );
}

const CALL = {
  sending: ["info", "On its way"],
  accepted: ["good", "Accepted"],
  refused: ["bad", "Refused"],
  failed: ["bad", "Failed"],
} as const;

function DeliveryAnswer({
  event: { delivery },
  onFilter,
}: {
  event: EventDetail;
  onFilter: (change: Partial<EventFilters>) => void;
}) {
  if (!delivery) return null;
  const [tone, words] = CALL[delivery.state];
  return (
    <section aria-label="Call to Heap" className="rounded-lg border border-line p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h3 className="font-medium">Call to Heap</h3>
        <StatusPill tone={tone}>{words}</StatusPill>
        <span>
          {delivery.status === null ? "Heap has not responded" : `Heap answered ${delivery.status}`}
        </span>
        <span className="text-ink-soft">
          <TimeAgo value={delivery.startedAt} />
          {delivery.finishedAt && `, after ${milliseconds(delivery.startedAt, delivery.finishedAt)}`}
        </span>
        <span className="text-ink-soft">
          {delivery.eventCount === 1
            ? "1 event in this call"
            : `${formatNumber(delivery.eventCount)} events in this call`}
        </span>
        <Button size="small" className="ml-auto" onClick={() => onFilter({ deliveryId: delivery.id })}>
          Show the call’s events
        </Button>
      </div>
      {delivery.words && (
        <p className="mt-2 text-ink-soft [overflow-wrap:anywhere]">Heap’s message: “{delivery.words}”</p>
      )}
    </section>
  );
}

function milliseconds(from: string, to: string): string {
  return `${formatNumber(Date.parse(to) - Date.parse(from))} ms`;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{label}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}

function FilterLink({ words, title, onClick }: { words: string; title: string; onClick: () => void }) {
  return (
    <button
      type="button"
      title={title}
      onClick={onClick}
      className="max-h-24 max-w-full overflow-y-auto text-left text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current [overflow-wrap:anywhere]"
    >
      {words}
    </button>
  );
}

function None() {
  return <span className="text-ink-soft">none</span>;
}
