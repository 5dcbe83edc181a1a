import type { TributaryEvent } from "./events";

/**
 * What a function sends because of its own event: it names the span that the own one names, so that slices of later runs are
 * linked to the request that began it all.
 * @param cause the `traceparent` of the own event, if it has one
 */
export function causedBy<Event extends TributaryEvent>(cause: unknown, event: Event): Event {
  return typeof cause === "string" ? { ...event, data: { ...event.data, traceparent: cause } } : event;
}
