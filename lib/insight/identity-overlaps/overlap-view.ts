import { z } from "zod";
import { mayFlow } from "@/lib/kernel/holds/hold-rule";
import { type CustomerState, IdentityField } from "@/prisma/generated/enums";
import { decideOverlap, shareOf } from "./decide-overlap";
import { OVERLAP_FIELDS, type OverlapFacts, overlapFacts } from "./overlap-facts";
import { overlapWords } from "./overlap-words";

const count = z.int().min(0);

/**
 * A source's identities compared with the members of its customer's segments, as the API returns it. It contains no
 * identity.
 */
export const overlapView = z.strictObject({
  sourceId: z.uuid(),
  sourceName: z.string(),
  identityField: z.enum(IdentityField),
  pausedAt: z.iso.datetime().nullable(),
  /** Null until it was measured for the first time. */
  measuredAt: z.iso.datetime().nullable(),
  verdict: z.enum([
    "unmeasured",
    "no_identities",
    "no_members",
    "too_few",
    "matches",
    "other_field",
    "spelling",
    "mismatch",
    "neither_field",
  ]),
  /** Whether hardly anything matches, which is an open alert too. */
  isNearZero: z.boolean(),
  message: z.string(),
  cause: z.string().nullable(),
  nextAction: z.string().nullable(),
  /** What was compared; null until it was measured. */
  measured: z
    .strictObject({
      batches: count,
      events: count,
      hasMoreEvents: z.boolean(),
      members: count,
      hasMoreMembers: z.boolean(),
      /** Masked. */
      memberSamples: z.array(z.string()),
      fields: z.array(
        z.strictObject({
          field: z.enum(IdentityField),
          /** Whether the source is set to it. */
          isUsed: z.boolean(),
          /** Distinct, and how many of them match: exactly, and if spaces or case or both were ignored. */
          identities: count,
          matched: count,
          ifTrimmed: count,
          ifLowered: count,
          ifBoth: count,
          /** `matched` of `identities`, from 0 to 1; null without identities. */
          share: z.number().min(0).max(1).nullable(),
          /** Some that do not match, masked. */
          samples: z.array(z.string()),
        }),
      ),
    })
    .nullable(),
});

export type OverlapView = z.infer<typeof overlapView>;

export interface OverlapRow {
  sourceId: string;
  sourceName: string;
  identityField: IdentityField;
  pausedAt: Date | null;
  customerState: CustomerState;
  measuredAt: Date | null;
  facts: unknown;
}

/** What a view needs from a `source s` with its `customer c` and its `identity_overlap o`, if any, in SQL. */
export const OVERLAP_COLUMNS = `
  s.id AS "sourceId", s.name AS "sourceName", s.identity_field AS "identityField", s.paused_at AS "pausedAt",
  c.state AS "customerState", o.measured_at AS "measuredAt", o.facts`;

/** Turns a row into the view. The decision is made again each time, so it always matches the source's settings. */
export function toOverlapView(row: OverlapRow): OverlapView {
  const { sourceId, sourceName, identityField, customerState, pausedAt } = row;
  const common = { sourceId, sourceName, identityField, pausedAt: pausedAt?.toISOString() ?? null };
  if (!row.measuredAt) {
    return {
      ...common,
      measuredAt: null,
      verdict: "unmeasured",
      isNearZero: false,
      message: "Not compared yet.",
      cause: null,
      nextAction:
        "The identities are compared with the members of Heap’s segments within a minute of the first events from Braze.",
      measured: null,
    };
  }

  const facts = overlapFacts.parse(row.facts);
  const decision = decideOverlap(facts, identityField);
  const subject = {
    name: sourceName,
    identityField,
    isPaused: !mayFlow({ customerState, isSourcePaused: pausedAt !== null }),
  };
  return {
    ...common,
    measuredAt: row.measuredAt.toISOString(),
    verdict: decision.verdict,
    isNearZero: decision.isNearZero,
    ...overlapWords(decision, facts, subject),
    measured: toMeasured(facts, identityField),
  };
}

function toMeasured(facts: OverlapFacts, identityField: IdentityField): OverlapView["measured"] {
  const { batches, events, hasMoreEvents, members, hasMoreMembers, memberSamples } = facts;
  return {
    batches,
    events,
    hasMoreEvents,
    members,
    hasMoreMembers,
    memberSamples,
    fields: OVERLAP_FIELDS.map((field) => {
      const { identities, matched, ifTrimmed, ifLowered, ifBoth, samples } = facts.fields[field];
      const share = identities === 0 ? null : shareOf(matched, { identities });
      return {
        field,
        isUsed: field === identityField,
        identities,
        matched,
        ifTrimmed,
        ifLowered,
        ifBoth,
        share,
        samples,
      };
    }),
  };
}
