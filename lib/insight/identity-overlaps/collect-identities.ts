import { readIdentity } from "@/lib/forwarding/mapping/read-identity";
import { readCurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";
import { OVERLAP_FIELDS, type OverlapField } from "./overlap-facts";

/** The distinct identities of each of Braze's two ids, and how many events were read. */
export interface CollectedIdentities {
  events: number;
  identities: Record<OverlapField, Set<string>>;
}

/** An empty collection. */
export function noIdentities(): CollectedIdentities {
  return { events: 0, identities: { external_user_id: new Set(), user_id: new Set() } };
}

/**
 * Adds the identities of one batch: those that the mapping would send to Heap, for both of the two ids. Leaves out
 * events of types that are not forwarded, anonymous users and placeholders.
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
