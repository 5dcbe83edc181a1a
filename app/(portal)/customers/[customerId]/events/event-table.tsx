"use client";

import type { KeyboardEvent } from "react";
import { ZoneName } from "@/components/format/zone";
import { Table, Th } from "@/components/ui/table";
import type { EventView } from "@/lib/forwarding/events/event-view";
import { toEventKey } from "./event-key";
import { EventRow } from "./event-row";

/** Where the link past the filters leads. */
export const EVENT_TABLE_ID = "event-table";

/** The events, latest first. Up and down (or k and j) move through them, Enter opens one. */
export function EventTable(props: {
  events: readonly EventView[];
  openKey: string;
  onOpen: (event: EventView) => void;
}) {
  const { events, openKey, onOpen } = props;
  return (
    <Table label="Events" keepsHeader frameId={EVENT_TABLE_ID} className="table-fixed">
      <caption className="sr-only">Events from Braze and what became of each, latest first</caption>
      <thead>
        <tr>
          <Th>Event</Th>
          <Th className="hidden sm:table-cell sm:w-[20%]">Identity</Th>
          <Th className="w-32 text-right sm:w-[24%] sm:text-left">Outcome</Th>
          <Th className="hidden xl:table-cell xl:w-48">
            Happened (<ZoneName />)
          </Th>
          <Th className="hidden sm:table-cell sm:w-32">Received</Th>
        </tr>
      </thead>
      <tbody onKeyDown={moveFocus}>
        {events.map((event) => {
          const key = toEventKey(event);
          return (
            <EventRow key={key} event={event} isSelected={key === openKey} onOpen={() => onOpen(event)} />
          );
        })}
      </tbody>
    </Table>
  );
}

const STEPS: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, k: -1, ArrowDown: 1, j: 1 };

function moveFocus(pressed: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[pressed.key];
  if (!step || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;

  const buttons = [...pressed.currentTarget.querySelectorAll<HTMLElement>("[data-event-key]")];
  const place = buttons.indexOf(document.activeElement as HTMLElement);
  const next = place < 0 ? undefined : buttons[place + step];
  if (!next) return;
  pressed.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

/** Puts the focus on an event's row; says whether it is in the list. */
export function focusEvent(key: string): boolean {
  const row = document.querySelector<HTMLElement>(`[data-event-key="${CSS.escape(key)}"]`);
  row?.focus();
  return row !== null;
}
