/** The hops of a source, in the order they are proven during onboarding. */
export const SOURCE_HOPS = ["credential_probe", "first_batch", "first_event_accepted"] as const;

/** The hops of a destination, in the order they are proven during onboarding. */
export const DESTINATION_HOPS = [
  "signed_page",
  "braze_key_accepted",
  "cohort_created",
  "first_members_accepted",
] as const;

/**
 * Hops without which everything flows: pages are taken without a signature too, and a first member comes only when
 * somebody enters a segment.
 */
export const OPTIONAL_HOPS = ["signed_page", "first_members_accepted"] as const;

type SourceHop = (typeof SOURCE_HOPS)[number];
type DestinationHop = (typeof DESTINATION_HOPS)[number];
export type HopKind = SourceHop | DestinationHop;
