import { TributaryError } from "@/lib/kernel/errors";
import { CATALOG, CUSTOM_EVENT_TYPE, eventName } from "@/lib/vendors/braze/catalog";

/** The names in Heap that a person gives, and the prefixes that all others have. */
interface ChosenNames {
  prefix: string | null;
  catalogPrefix: string | null;
  eventNames: readonly { from: string; to: string }[];
  propertyNames: readonly { from: string; to: string }[];
}

/** Properties that the mapping adds to every event. */
const OWN_PROPERTIES = [
  ...["event_type", "event_id", "device_id", "timezone", "user_id", "external_user_id"],
  "is_machine",
];

/**
 * Refuses names by which Heap could not tell two things apart.
 * @throws TributaryError `invalid`, with the field
 */
export function requireDistinctNames(names: ChosenNames): void {
  const events = findEventProblem(names);
  if (events !== null) throw refusal("eventNames", events);
  const properties = findPropertyProblem(names);
  if (properties !== null) throw refusal("propertyNames", properties);
}

function refusal(field: string, message: string): TributaryError {
  return new TributaryError("invalid", message, { fields: { [field]: message } });
}

function findEventProblem({ prefix, catalogPrefix, eventNames }: ChosenNames): string | null {
  const twice = findTwice(eventNames, "event types");
  if (twice !== null) return twice;
  if (eventNames.some(({ from }) => from === CUSTOM_EVENT_TYPE)) {
    return "Custom events keep their own names: with one new name for all of them, you could not tell them apart.";
  }

  const unknown = eventNames.find(({ from }) => !from.includes("."));
  if (unknown) {
    return `“${unknown.from}” is not a Braze event type. Choose one from the list; custom events keep their names.`;
  }

  const renamed = new Set(eventNames.map(({ from }) => from));
  const usual = new Map(
    CATALOG.filter(({ type }) => !renamed.has(type) && type !== CUSTOM_EVENT_TYPE).map(({ type }) => [
      (catalogPrefix ?? prefix ?? "") + eventName(type),
      type,
    ]),
  );
  for (const { to } of eventNames) {
    const other = usual.get(to);
    if (other !== undefined) return `“${to}” is already the name of ${other}. Choose another name.`;
  }
  return null;
}

function findPropertyProblem({ prefix, propertyNames }: ChosenNames): string | null {
  const twice = findTwice(propertyNames, "properties");
  if (twice !== null) return twice;

  for (const { from, to } of propertyNames) {
    const own = OWN_PROPERTIES.find((name) => name !== from && (prefix ?? "") + name === to);
    if (own !== undefined) return `“${to}” is a property that every event already has. Choose another name.`;
  }
  return null;
}

/** A name that two get, or one that gets two names. */
function findTwice(names: ChosenNames["eventNames"], what: string): string | null {
  const from = firstRepeated(names.map((name) => name.from));
  if (from !== undefined) return `“${from}” has two new names. Keep one of them.`;
  const to = firstRepeated(names.map((name) => name.to));
  return to === undefined
    ? null
    : `Two ${what} would be called “${to}”. Choose another name for one of them.`;
}

function firstRepeated(texts: readonly string[]): string | undefined {
  return texts.find((text, index) => texts.indexOf(text) !== index);
}
