import { differingForms } from "./id-forms";
import { type FieldFacts, type OverlapFacts, type OverlapField, otherField } from "./overlap-facts";

/** How many distinct identities, and as many members, there must be before a share means anything; our choice. */
export const LEAST_TO_TELL = 100;

/**
 * If both sides' ids look alike, how many pairs must have been compared before near zero counts as wrong. Segments
 * contain only a part of Heap's users: with a million pairs and no match, Heap would have over 300,000 users (at
 * 95%).
 */
const LEAST_PAIRS = 1_000_000;

/** A share below this is near zero: a few test users may match in any case. */
const NEAR_ZERO = 0.01;

/** From this share on nobody asks why the rest does not match; below it, the words say why that is fine. Our choice. */
export const PLAIN_SHARE = 0.5;

/** Another field, or ignoring spaces or case, is worth mentioning if it raises the share by this much. */
const WORTH_SAYING = 0.05;

/** What must be ignored for more identities to match, and on which side. */
export interface Spelling {
  ignoring: "spaces" | "case" | "both";
  side: "braze" | "heap";
  matched: number;
}

/**
 * What a measurement means for the source's identity field.
 * - `no_identities`, `no_members`: one of the two sides is missing
 * - `too_few`: both are there, but too little of them to tell
 * - `matches`: enough identities match
 * - `other_field`, `spelling`: clearly more would match, with the other field or if spaces or case were ignored
 * - `mismatch`: hardly anything matches, and neither of those helps
 * - `neither_field`: a mismatch of both of Braze's ids, so that only Heap can be changed
 */
export type OverlapDecision = { isNearZero: boolean } & (
  | { verdict: "no_identities" | "no_members" | "too_few" | "matches" | "mismatch" | "neither_field" }
  | { verdict: "other_field"; field: OverlapField }
  | { verdict: "spelling"; spelling: Spelling }
);

/** Decides what a measurement means for the field a source is set to. Pure. */
export function decideOverlap(facts: OverlapFacts, field: OverlapField): OverlapDecision {
  const own = facts.fields[field];
  const other = facts.fields[otherField(field)];
  if (own.identities + other.identities === 0) return { verdict: "no_identities", isNearZero: false };
  if (facts.members === 0) {
    return { verdict: own.identities === 0 ? "no_identities" : "no_members", isNearZero: false };
  }

  const isNearZero = shareOf(own.matched, own) < NEAR_ZERO;
  const hasEnoughMembers = facts.members >= LEAST_TO_TELL;
  if (hasEnoughMembers && other.identities >= LEAST_TO_TELL && isMuchMore(other, own)) {
    return { verdict: "other_field", field: otherField(field), isNearZero };
  }
  if (own.identities === 0) return { verdict: "no_identities", isNearZero: false };
  if (!hasEnoughMembers || own.identities < LEAST_TO_TELL) return { verdict: "too_few", isNearZero: false };

  const spelling = findSpelling(own);
  if (spelling) return { verdict: "spelling", spelling, isNearZero };
  if (!isNearZero) return { verdict: "matches", isNearZero };

  const isTelling = differingForms(facts, field) !== null || own.identities * facts.members >= LEAST_PAIRS;
  if (!isTelling) return { verdict: "too_few", isNearZero: false };
  return { verdict: isStranger(other) ? "neither_field" : "mismatch", isNearZero };
}

/** Whether enough of a field was measured to say that hardly anything of it matches, however it is written. */
function isStranger(other: FieldFacts): boolean {
  return other.identities >= LEAST_TO_TELL && other.ifBoth / other.identities < NEAR_ZERO;
}

/** The share of a field's identities, from 0 to 1; 0 without any. */
export function shareOf(matched: number, { identities }: Pick<FieldFacts, "identities">): number {
  return identities === 0 ? 0 : matched / identities;
}

/** Whether clearly more of the other field matches than of the current one, in any spelling. */
function isMuchMore(other: FieldFacts, own: FieldFacts): boolean {
  const share = shareOf(other.matched, other);
  return share >= WORTH_SAYING && share >= 2 * shareOf(own.ifBoth, own);
}

/** The least that must be ignored for clearly more to match. */
function findSpelling(own: FieldFacts): Spelling | null {
  const isWorth = (matched: number, than: number) => (matched - than) / own.identities >= WORTH_SAYING;
  const side = own.ifIdentityLowered - own.matched >= (own.ifLowered - own.matched) / 2 ? "braze" : "heap";

  const [ignoring, matched] =
    own.ifTrimmed >= own.ifLowered
      ? (["spaces", own.ifTrimmed] as const)
      : (["case", own.ifLowered] as const);
  if (isWorth(own.ifBoth, Math.max(matched, own.matched))) {
    return { ignoring: "both", side: "heap", matched: own.ifBoth };
  }
  if (!isWorth(matched, own.matched)) return null;
  // Identities are trimmed on their way to Heap, so only Heap's side can have spaces.
  return { ignoring, side: ignoring === "spaces" ? "heap" : side, matched };
}
