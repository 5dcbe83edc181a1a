/** The hops of a source, in the order they are proven during onboarding. */
export const SOURCE_CHECKS = ["credential_probe", "first_batch", "first_event_accepted"] as const;

/** The hops of a destination, in the order they are proven during onboarding. */
export const DESTINATION_CHECKS = [
  "signed_page",
  "braze_key_accepted",
  "cohort_created",
  "first_members_accepted",
] as const;

type SourceCheck = (typeof SOURCE_CHECKS)[number];
type DestinationCheck = (typeof DESTINATION_CHECKS)[number];
export type CheckKind = SourceCheck | DestinationCheck;
