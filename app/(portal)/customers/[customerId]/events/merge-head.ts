import type { EventPage, EventView } from "@/lib/forwarding/events/event-view";
import { isAbove, toEventKey } from "./event-key";

/** Rows kept on the page when new ones are added at the top; more would slow down the browser. */
const MAX_ROWS = 1_000;

/** The events of a new first page that belong above everything shown. */
export function newEvents(pages: readonly EventPage[], head: EventPage): EventView[] {
  const top = pages.flatMap((page) => page.items)[0];
  return top ? head.items.filter((item) => isAbove(item, top)) : head.items;
}

/**
 * Merges a new first page into what is shown. New rows go on top; if they do not connect to the rows shown, or there
 * are too many, the list starts over.
 */
export function mergeHead(pages: readonly EventPage[], head: EventPage): EventPage[] {
  const [first, ...others] = pages;
  if (!first || others.length === 0) return [head];

  const fresh = newEvents(pages, head);
  const rows = pages.reduce((sum, page) => sum + page.items.length, fresh.length);
  const hasGap = fresh.length > 0 && fresh.length === head.items.length;
  if (hasGap || rows > MAX_ROWS) return [head];

  const updated = new Map(head.items.map((item) => [toEventKey(item), item]));
  const kept = first.items.map((item) => updated.get(toEventKey(item)) ?? item);
  return [{ ...first, items: [...fresh, ...kept] }, ...others];
}
