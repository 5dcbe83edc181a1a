import type { DestinationKind } from "@/prisma/generated/enums";
import { type IdentifierKind, identifiersOf, MAX_IDS_PER_CALL, type MemberChange } from "./cohort-changes";
import type { ReportedErrors } from "./reported-errors";
import type { ReportedLimit } from "./reported-limit";

/** Braze accepted a call. It never says how many of the ids it knows: they are sent, not matched. */
export interface BrazeAcceptance {
  status: number;
  durationMs: number;
  /** Braze's message: secrets removed, at most 500 characters. */
  words: string;
}

/** Braze accepted a call with members, but perhaps not all of them. */
export interface BrazeMembersAcceptance extends BrazeAcceptance, ReportedErrors {}

/** A segment as Braze knows it: by its id, or by its attribute's name. */
interface SegmentInBraze {
  id: string;
  /** Null in a destination of cohorts. */
  attributeName: string | null;
}

/** How a destination writes membership to Braze: the one thing in which the two kinds of destination differ. */
export interface MembershipClient {
  /**
   * Whose calls share a limit that Braze reports: a name for the REST API key that does not give it away. Null when Braze
   * reports no limit.
   */
  readonly budgetId: string | null;

  /**
   * Gives a segment its name in Braze; null when that takes no call.
   * @throws VendorError `refused` also for a 2xx that reports errors
   */
  readonly nameCohort:
    | ((call: { cohortId: string; name: string; createdAt: Date }) => Promise<BrazeAcceptance>)
    | null;

  /**
   * Lets users enter and leave in one call: 1 to `maxMembersPerCall`, each once. A 2xx may report errors about some of them.
   * @throws TributaryError `invalid` when those limits are broken, before any call
   * @throws VendorError `refused` (400, 413), `unauthorized` (401, 403), `not_found` (404), `locked` (423), `throttled` (429),
   *   `unavailable` (408, 5xx), `no_answer`
   */
  changeMembers(
    segment: SegmentInBraze,
    change: MemberChange,
  ): Promise<BrazeMembersAcceptance & { limit: ReportedLimit | null }>;

  /** Tries the credentials with a call that changes nothing. @throws VendorError as `changeMembers` */
  testKey(): Promise<BrazeAcceptance>;
}

/**
 * Most objects in a call to `/users/track`. Source:
 * https://www.braze.com/docs/api/endpoints/user_data/post_user_track
 */
export const MAX_OBJECTS_PER_CALL = 75;

/** Most members in one call: 1,000 of a cohort, or 500 under two identifiers; 75 with an attribute. */
export function maxMembersPerCall(kind: DestinationKind, identifierKind: IdentifierKind): number {
  if (kind === "attribute") return MAX_OBJECTS_PER_CALL;
  return Math.floor(MAX_IDS_PER_CALL / identifiersOf(identifierKind).length);
}
