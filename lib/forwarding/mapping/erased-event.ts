/** The reason of an event whose user was erased, whatever its outcome. */
export const ERASED = "erased";

/** The reason of an event that came after its user was deleted on request. */
export const ERASED_ON_REQUEST = "erased on request";

const MARK = "tributary_erased";

/** What is kept of an erased event. */
const KEPT = ["id", "event_type", "time"];

/** What is left of an event in its batch's body: its place, Braze's event id, type and time, nothing of its user. */
export function eraseEvent(raw: Record<string, unknown>): Record<string, unknown> {
  const kept = KEPT.filter((name) => ["string", "number"].includes(typeof raw[name]));
  return { ...Object.fromEntries(kept.map((name) => [name, raw[name]])), [MARK]: true };
}

/**
 * Whether this is what `eraseEvent` left. A sender may write the mark too: with anything beside it that an erasure would have
 * taken away, it means nothing.
 */
export function isErasedEvent(raw: unknown): boolean {
  if (typeof raw !== "object" || raw === null || (raw as Record<string, unknown>)[MARK] !== true)
    return false;
  return Object.keys(raw).every((name) => name === MARK || KEPT.includes(name));
}
