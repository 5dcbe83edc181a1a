import { isCatalogType } from "@/lib/vendors/braze/catalog";

/** What a source forwards, by event type. */
export interface TypeSettings {
  /** The Braze event types to forward; null for all. */
  eventTypes: readonly string[] | null;
  /** What becomes of types outside our catalog that are not chosen and not decided about. */
  newTypes: "forward" | "hold" | "drop";
  /** Types outside our catalog that the source has sent, with what was decided; null while nothing is. */
  seenTypes: Readonly<Record<string, "forward" | "drop" | null>>;
}

/** Why an event waits although everything flows. */
export const HELD_NEW_TYPE = "a new event type that waits for a decision";

/** Why an event is filtered because of its type. The first is also known to the volume estimate. */
export const TYPE_NOT_SELECTED = "event type not selected";
export const TYPE_LEFT_OUT = "event type left out";
export const NEW_TYPE_LEFT_OUT = "new event type, left out until it is decided";

/** Whether we know a type neither from Braze's documentation nor from the source's settings: someone should decide. Pure. */
export function isNewType(type: string, settings: Pick<TypeSettings, "eventTypes">): boolean {
  return !isCatalogType(type) && !settings.eventTypes?.includes(type);
}

/** Why an event of this type is left out; null when it is not. Pure. */
export function whyTypeFiltered(type: string, settings: TypeSettings): string | null {
  if (isCatalogType(type)) {
    return settings.eventTypes && !settings.eventTypes.includes(type) ? TYPE_NOT_SELECTED : null;
  }
  const rule = ruleOf(type, settings);
  if (rule !== "drop") return null;
  return decisionOn(type, settings) === "drop" ? TYPE_LEFT_OUT : NEW_TYPE_LEFT_OUT;
}

/** Whether an event of this type waits for a decision. Pure. */
export function isHeldType(type: string, settings: TypeSettings): boolean {
  return settings.newTypes === "hold" && !isCatalogType(type) && ruleOf(type, settings) === "hold";
}

function ruleOf(type: string, settings: TypeSettings): TypeSettings["newTypes"] {
  if (!isNewType(type, settings)) return "forward";
  return decisionOn(type, settings) ?? settings.newTypes;
}

/** A type may have the name of something that every object has. */
function decisionOn(type: string, { seenTypes }: TypeSettings): "forward" | "drop" | null {
  return Object.hasOwn(seenTypes, type) ? (seenTypes[type] ?? null) : null;
}
