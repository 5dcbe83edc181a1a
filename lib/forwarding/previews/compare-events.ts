import { z } from "zod";
import type { MappedEvent } from "@/lib/forwarding/mapping/map-event";

export type ForwardedEvent = Extract<MappedEvent, { outcome: "forward" }>;

/** Longer values are cut for the preview. */
const MAX_SHOWN_LENGTH = 200;
/** More changes of one event are not listed. */
const MAX_CHANGES = 50;

const value = z.union([z.string(), z.number()]).nullable();

/** A property of a Heap event that other settings change. */
export const propertyChange = z.strictObject({
  /** Its name in Heap. */
  name: z.string(),
  /** Null when it is not there. */
  before: value,
  after: value,
});

type PropertyChange = z.infer<typeof propertyChange>;

/** The properties that differ between two forms of one event, in the order of the first. Pure. */
export function compareEvents(before: ForwardedEvent, after: ForwardedEvent): PropertyChange[] {
  const [was, is] = [before.heap.properties, after.heap.properties];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names]
    .map((name) => ({ name, before: shownValue(was, name), after: shownValue(is, name) }))
    .filter((change) => change.before !== change.after)
    .slice(0, MAX_CHANGES);
}

function shownValue(properties: Record<string, string | number>, name: string): string | number | null {
  return Object.hasOwn(properties, name) ? cutValue(properties[name] ?? null) : null;
}

/** A value as a preview shows it. */
export function cutValue<Value extends string | number | null>(value: Value): Value | string {
  return typeof value === "string" && value.length > MAX_SHOWN_LENGTH
    ? `${value.slice(0, MAX_SHOWN_LENGTH)}…`
    : value;
}
