import type { DestinationKind } from "@/prisma/generated/enums";

/** The hops of a source, in the order they are proven during onboarding. */
export const SOURCE_HOPS = ["credential_probe", "first_batch", "first_event_accepted"] as const;

/** The hops of a destination, in the order they are proven during onboarding. */
export const DESTINATION_HOPS = [
  "signed_page",
  "braze_key_accepted",
  "cohort_created",
  "first_members_accepted",
] as const;

/** The hops that a destination of this kind has: an attribute is there with its first members, and no call makes it. */
export function destinationHops(kind: DestinationKind): readonly DestinationHop[] {
  return DESTINATION_HOPS.filter((hop) => kind === "cohort" || hop !== "cohort_created");
}

/**
 * Hops without which everything flows: pages are taken without a signature too, and a first member comes only when
 * somebody enters a segment.
 */
export const OPTIONAL_HOPS = ["signed_page", "first_members_accepted"] as const;

type SourceHop = (typeof SOURCE_HOPS)[number];
type DestinationHop = (typeof DESTINATION_HOPS)[number];
export type HopKind = SourceHop | DestinationHop;
