import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import type { EventDetail } from "@/lib/forwarding/events/show-event";
import { receivedMarks, sentMarks } from "./change-marks";
import { JsonView } from "./json-view";
import { LeftOutNote } from "./left-out-note";
import { RuledNote } from "./ruled-note";

/** The event as Braze sent it, next to the event as Heap got it. */
export function EventBodies({ event }: { event: EventDetail }) {
  return (
    <div className="space-y-4">
      {event.ruled.length > 0 && <RuledNote ruled={event.ruled} />}
      {event.leftOut.length > 0 && <LeftOutNote leftOut={event.leftOut} />}
      <div className="grid gap-4 lg:grid-cols-2">
        <Panel title="As received from Braze" copied={event.hasBody ? event.received : undefined}>
          {event.hasBody ? (
            <JsonView value={event.received} label="Braze event as received" marks={receivedMarks(event)} />
          ) : (
            <Note>
              The body is no longer stored because its retention period is over. The outcome is still known.
            </Note>
          )}
        </Panel>
        <Panel title={sentTitle(event)} copied={event.sent ?? undefined}>
          {event.sent ? (
            <JsonView value={event.sent} label="Heap event as sent" marks={sentMarks(event)} />
          ) : (
            <Note>{whyNotSent(event)}</Note>
          )}
        </Panel>
      </div>
    </div>
  );
}

function sentTitle({ outcome, sent }: EventDetail): string {
  return sent && outcome === "quarantined" ? "As sent to Heap, and refused" : "As sent to Heap";
}

function whyNotSent({ outcome, deliveryId, hasBody, delivery }: EventDetail): string {
  if (outcome === "pending") return "Not sent yet.";
  if (deliveryId === null) return "Not sent: there is no Heap event.";
  if (!hasBody) return "What was sent is derived from the body, which is no longer stored.";
  if (!delivery) return "What was sent is no longer known: the record of the call is no longer stored.";
  return "What was sent is no longer known: an earlier version of Tributary mapped it by different rules.";
}

function Panel(props: { title: string; copied: unknown; children: ReactNode }) {
  return (
    <section className="min-w-0 overflow-hidden rounded-lg border border-line">
      <header className="flex min-h-11 items-center gap-2 border-b border-line bg-raised py-1.5 pr-2 pl-3">
        <h3 className="min-w-0 flex-1 font-medium">{props.title}</h3>
        {props.copied !== undefined && (
          <CopyButton text={JSON.stringify(props.copied, null, 2)} label="Copy JSON" size="small" />
        )}
      </header>
      {props.children}
    </section>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <p className="px-3 py-6 text-center text-ink-soft">{children}</p>;
}
