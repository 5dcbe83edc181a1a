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
  /** Its new name; null where it keeps its name. */
  to: z.string().nullable(),
  /** Null when it is not there. */
  before: value,
  after: value,
});

type PropertyChange = z.infer<typeof propertyChange>;

/**
 * The properties that differ between two forms of one event, in the order of the first. Pure.
 * @param renamed the new name of each property that gets one, by its name before
 */
export function compareEvents(
  before: ForwardedEvent,
  after: ForwardedEvent,
  renamed: ReadonlyMap<string, string>,
): PropertyChange[] {
  const [was, is] = [before.heap.properties, after.heap.properties];
  const newNames = new Set(renamed.values());
  // A name can pass from one property to another.
  const own = (name: string) => (newNames.has(name) ? null : shownValue(is, name));
  const changed = Object.keys(was).map((name) => {
    const to = renamed.get(name) ?? null;
    return { name, to, before: shownValue(was, name), after: to === null ? own(name) : shownValue(is, to) };
  });
  const added = Object.keys(is)
    .filter((name) => !newNames.has(name) && (!Object.hasOwn(was, name) || renamed.has(name)))
    .map((name) => ({ name, to: null, before: null, after: shownValue(is, name) }));
  return [...changed, ...added]
    .filter(({ to, before, after }) => to !== null || before !== after)
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
