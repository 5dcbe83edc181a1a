import { readIdentity } from "@/lib/forwarding/mapping/read-identity";
import { readCurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";
import { OVERLAP_FIELDS, type OverlapField } from "./overlap-facts";

/** The distinct identities of each of Braze's two ids, and how many events were looked at. */
export interface CollectedIdentities {
  events: number;
  identities: Record<OverlapField, Set<string>>;
}

/** An empty collection. */
export function noIdentities(): CollectedIdentities {
  return { events: 0, identities: { external_user_id: new Set(), user_id: new Set() } };
}

/**
 * Adds the identities of one batch: those the mapping would send to Heap, whichever of the two ids the source is set to.
 * Events of types that are not forwarded are left out, so are anonymous users and placeholders.
 * @param body a stored batch, as received
 */
export function collectIdentities(
  into: CollectedIdentities,
  body: Buffer,
  eventTypes: readonly string[] | null,
): void {
  const parsed = parseCurrentsBody(body.toString("utf8"));
  if (parsed.kind !== "batch") return;

  for (const raw of parsed.events) {
    const read = readCurrentsEvent(raw);
    if (!read.ok || (eventTypes && !eventTypes.includes(read.event.type))) continue;

    into.events++;
    for (const field of OVERLAP_FIELDS) {
      const identity = readIdentity(read.event, field);
      if (identity.kind === "identity") into.identities[field].add(identity.text);
    }
  }
}
