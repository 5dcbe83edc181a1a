import { counted } from "@/lib/kernel/words";
import { LEAST_TO_TELL, type OverlapDecision, PLAIN_SHARE, type Spelling, shareOf } from "./decide-overlap";
import { differingForms, formsWords, isHashed } from "./id-forms";
import { type FieldFacts, type OverlapFacts, type OverlapField, otherField } from "./overlap-facts";

/** What a measurement means, for a person. */
export interface OverlapWords {
  message: string;
  /** Why, or how to read it. */
  cause: string | null;
  nextAction: string | null;
}

export interface OverlapSubject {
  name: string;
  identityField: OverlapField;
  isPaused: boolean;
}

const OR_ANOTHER_PROPERTY =
  "Or Heap’s segments send a property other than the Heap Identity as the ID, so the two cannot be compared.";

/** Puts a decision into words; the share always refers to distinct identities. Pure. */
export function overlapWords(
  decision: OverlapDecision,
  facts: OverlapFacts,
  subject: OverlapSubject,
): OverlapWords {
  const { identityField } = subject;
  const own = facts.fields[identityField];
  switch (decision.verdict) {
    case "no_identities":
      return noIdentities(facts, identityField);
    case "no_members":
      return {
        message: `Nothing to compare ${identitiesOf(own)} with: Heap has sent no segment of this customer yet.`,
        cause: null,
        nextAction:
          "Turn on one large segment for this integration in Heap. The identities are compared as soon as its members arrive.",
      };
    case "too_few":
      return {
        message: `${own.matched} of ${identitiesOf(own)} matched so far, compared with ${membersWords(facts)}, which is too few to tell.`,
        cause: `At least ${LEAST_TO_TELL} of each are needed, and more while none match, since a small segment contains few of the users that Braze messages.`,
        nextAction: "Wait for more events, or turn on a larger segment in Heap.",
      };
    case "matches":
      return {
        message: `${shareWords(own)}: Heap knows these users by ${identityField}.`,
        cause: restWords(own),
        nextAction: null,
      };
    case "other_field":
      return {
        message: `${wrongIdentity(own, subject)} With ${decision.field}, ${percent(facts.fields[decision.field].matched, facts.fields[decision.field])} would match.`,
        cause: decision.isNearZero ? formsOrNull(facts, identityField) : null,
        nextAction: safely(subject, `Set “Identity in Heap” to ${decision.field} in Setup.`),
      };
    case "spelling":
      return {
        message: `${shareWords(own, ` of “${subject.name}”`)} as they are; ${percent(decision.spelling.matched, own)} would if ${IGNORED[decision.spelling.ignoring]} were ignored.`,
        cause: `${spellingWords(decision.spelling)} To Heap, these are different users.`,
        nextAction: decision.isNearZero ? safely(subject, SPELL_ALIKE) : SPELL_ALIKE,
      };
    case "neither_field":
      if (isHashed(facts, identityField)) return hashedWords(own, facts, subject);
      return neitherWords(own, facts, subject);
    case "mismatch":
      if (isHashed(facts, identityField)) return hashedWords(own, facts, subject);
      return {
        message: wrongIdentity(own, subject),
        cause: [formsOrNull(facts, identityField), OR_ANOTHER_PROPERTY].filter(Boolean).join(" "),
        nextAction: safely(
          subject,
          "Ask the customer which ID Heap knows users by, and set “Identity in Heap” in Setup to the ID in Braze that matches it.",
        ),
      };
  }
}

/** Why a share that is not full is right, and why a low one is. A wrong id matches nobody, so hardly any share is chance. */
function restWords(own: FieldFacts): string | null {
  if (own.matched === own.identities) return null;
  if (shareOf(own.matched, own) >= PLAIN_SHARE)
    return "The rest may not be in any segment: only users in a segment can be compared.";
  return "That is fine: with a wrong ID, under 1% would match. Only users in a segment of this integration can be compared, and most may not be in one. To be more certain, turn on a larger segment in Heap.";
}

/** No setting here helps: Heap names users by an id that Braze does not send. */
function neitherWords(own: FieldFacts, facts: OverlapFacts, subject: OverlapSubject): OverlapWords {
  const { identityField } = subject;
  return {
    message: `${shareWords(own)}, and ${otherField(identityField)} would do no better: Heap does not know users by an ID that Braze sends.`,
    cause: [formsOrNull(facts, identityField), OR_ANOTHER_PROPERTY].filter(Boolean).join(" "),
    nextAction: safely(
      subject,
      "Ask the customer to identify users in Heap with the ID that Braze has: call heap.identify with Braze’s external ID instead of today’s value. Choosing another ID in Setup does not help.",
    ),
  };
}

/** "64%", "under 1%": never zero for some, nor a hundred for not all. */
export function percent(matched: number, { identities }: Pick<FieldFacts, "identities">): string {
  if (matched === 0) return "0%";
  const share = shareOf(matched, { identities });
  if (share < 0.01) return "Under 1%";
  return matched === identities ? "100%" : `${Math.min(99, Math.round(100 * share))}%`;
}

function wrongIdentity(own: FieldFacts, { name }: OverlapSubject): string {
  if (own.identities === 0) return `No event of “${name}” has the ID that the source uses.`;
  return `${shareWords(own)}: “${name}” is probably using the wrong identity.`;
}

/** Currents can hash a field: then it is the right attribute in a form that Heap does not know. */
function hashedWords(own: FieldFacts, facts: OverlapFacts, subject: OverlapSubject): OverlapWords {
  const { name, identityField } = subject;
  return {
    message: `${shareWords(own)}: the IDs of “${name}” are hashed.`,
    cause: `${formsOrNull(facts, identityField)} A Current hashes a field (SHA-256) if its field transformations are set to.`,
    nextAction: safely(
      subject,
      `In Braze, edit the Current and turn off hashing for ${identityField}, or let Heap identify users by the same hash.`,
    ),
  };
}

function noIdentities({ events, fields }: OverlapFacts, field: OverlapField): OverlapWords {
  const other = otherField(field);
  if (events === 0) {
    return {
      message: "No events from Braze to compare.",
      cause: null,
      nextAction:
        "Once the first events arrive, their identities are compared with the members of Heap’s segments.",
    };
  }
  return {
    message: `${events === 1 ? "The only event so far does not have" : `None of the last ${counted(events, "event")} has`} a usable ${field}.`,
    cause:
      fields[other].identities > 0
        ? `${identitiesOf(fields[other])} ${fields[other].identities === 1 ? "is" : "are"} in ${other}.`
        : "Anonymous users and placeholders have no identity; their events are not forwarded.",
    nextAction: "Ask the customer which Braze attribute holds the ID that Heap knows users by.",
  };
}

const SPELL_ALIKE = "Ask the customer to write the IDs the same way in Braze and in Heap.";

/** What to do, in order: while the source runs, each unknown identity does damage, so pausing it comes first. */
function safely({ isPaused }: OverlapSubject, todo: string): string {
  return isPaused
    ? `${todo} The source is paused, so nothing reaches Heap until you resume it.`
    : `First pause the source: every unknown identity creates a new user in Heap, and users created there stay. Then ${todo.charAt(0).toLowerCase()}${todo.slice(1)} Afterwards resume it; filtered and quarantined events can be replayed.`;
}

const IGNORED = {
  spaces: "spaces around them",
  case: "capitalization",
  both: "case and spaces around them",
} as const;

function spellingWords({ ignoring, side }: Spelling): string {
  if (ignoring === "spaces") return "The IDs in Heap have spaces around them; those from Braze are trimmed.";
  if (ignoring === "both")
    return "The IDs in Heap have spaces around them, and the two sides differ in capital letters.";
  return side === "braze"
    ? "The IDs in Braze have capital letters; in lower case they would match those in Heap."
    : "The IDs in Heap have capital letters that those in Braze do not have.";
}

function formsOrNull(facts: OverlapFacts, field: OverlapField): string | null {
  const differing = facts.fields[field].identities > 0 ? differingForms(facts, field) : null;
  return differing && formsWords(differing);
}

/** "64% of 1,000 identities match". */
function shareWords(own: FieldFacts, ofWhat = ""): string {
  const verb = own.identities === 1 ? "matches" : "match";
  return `${percent(own.matched, own)} of ${identitiesOf(own)}${ofWhat} ${verb}`;
}

function identitiesOf({ identities }: FieldFacts): string {
  return counted(identities, "identity", "identities");
}

/** "20,000 members", "more than 100,000 members": all that Heap has sent in segments, those who have left included. */
export function membersWords({ members, hasMoreMembers }: OverlapFacts): string {
  return `${hasMoreMembers ? "more than " : ""}${counted(members, "member")}`;
}
