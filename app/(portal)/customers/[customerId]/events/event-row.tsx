import { DateTime, TimeAgo } from "@/components/format/time-ago";
import { OutcomePill } from "@/components/ui/state-pills";
import { StatusPill } from "@/components/ui/status-pill";
import { Td, Tr } from "@/components/ui/table";
import type { EventView } from "@/lib/forwarding/events/event-view";
import { toEventKey } from "./event-key";

/** Longer texts are cut in the list; the drawer shows them whole. */
const MAX_SHOWN = 120;

/** One event of the list. On a phone identity and times are below the name. */
export function EventRow(props: { event: EventView; isSelected: boolean; onOpen: () => void }) {
  const { event, isSelected, onOpen } = props;
  const { label, name, type, identity, because } = event;
  return (
    <Tr className={`relative align-top ${isSelected ? "bg-raised" : ""}`}>
      <Td className="max-w-0">
        <button
          type="button"
          data-event-key={toEventKey(event)}
          aria-haspopup="dialog"
          onClick={onOpen}
          className="block max-w-full truncate text-left font-medium after:absolute after:inset-0"
        >
          {short(label ?? "Unreadable event")}
        </button>
        {type && (
          <div className="truncate text-xs text-ink-soft">
            <span className="font-mono">{short(type)}</span>
            {name !== null && name !== label && ` → ${short(name)} in Heap`}
          </div>
        )}
        <div className="truncate text-xs sm:hidden">{identity ? short(identity) : "No identity"}</div>
        {because && (
          <div
            className={`text-xs ${event.outcome === "quarantined" ? "text-bad" : "text-ink-soft"} sm:hidden`}
          >
            <span className="line-clamp-2 [overflow-wrap:anywhere]">{because}</span>
          </div>
        )}
      </Td>
      <Td className="hidden max-w-0 truncate sm:table-cell">
        {identity ? short(identity) : <span className="text-ink-soft">none</span>}
      </Td>
      <Td className="w-px sm:w-auto">
        <div className="flex flex-wrap items-center justify-end gap-1 sm:justify-start">
          <OutcomePill outcome={event.outcome} />
          {event.isSimulated && <StatusPill tone="quiet">Simulated</StatusPill>}
        </div>
        {because && (
          <div
            className={`mt-0.5 hidden text-xs sm:line-clamp-2 [overflow-wrap:anywhere] ${event.outcome === "quarantined" ? "text-bad" : "text-ink-soft"}`}
          >
            {because}
          </div>
        )}
        <div className="mt-0.5 text-right text-xs text-ink-soft sm:hidden">
          <TimeAgo value={event.receivedAt} />
        </div>
      </Td>
      <Td className="hidden w-px text-ink-soft xl:table-cell">
        {event.occurredAt ? <DateTime value={event.occurredAt} isZoneAbove withSeconds /> : "unknown"}
      </Td>
      <Td className="hidden w-px whitespace-nowrap text-ink-soft sm:table-cell">
        <TimeAgo value={event.receivedAt} />
      </Td>
    </Tr>
  );
}

function short(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
