import { mapEvent } from "@/lib/forwarding/mapping/map-event";
import { PLAIN_MAPPING } from "./plain-mapping";

/** An opened mail of the person "ada" as Braze posts it, with `change` laid over its top level. */
export function brazeEvent(change: Record<string, unknown> = {}) {
  return {
    id: "3f0c9a52-0001",
    event_type: "users.messages.email.Open",
    time: 1_760_000_000,
    user: { user_id: "b-1", external_user_id: "ada", device_id: "d-1", timezone: "Europe/Paris" },
    properties: { campaign_name: "Spring" },
    ...change,
  };
}

/** What Heap gets of `brazeEvent(change)`. Throws when the event is not forwarded. */
export function mappedEvent(change: Record<string, unknown> = {}, mapping = PLAIN_MAPPING) {
  const mapped = mapEvent(brazeEvent(change), mapping);
  if (mapped.outcome !== "forward") throw new Error(`${mapped.outcome}: ${mapped.reason}`);
  return mapped.heap;
}

/** The properties Heap gets of a Braze event with these. Throws when the event is not forwarded. */
export function mappedProperties(properties: unknown) {
  return mappedEvent({ properties }).properties;
}
