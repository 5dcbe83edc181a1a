import type { FieldFacts, IdForms, OverlapFacts } from "@/lib/insight/identity-overlaps/overlap-facts";

const NO_FORMS: IdForms = { email: 0, uuid: 0, hex24: 0, hex64: 0, number: 0 };

/** For tests: a field with this many identities, of which `matched` match however they are written. */
export function fieldOf(identities: number, matched = 0, more: Partial<FieldFacts> = {}): FieldFacts {
  return {
    identities,
    matched,
    ifTrimmed: matched,
    ifLowered: matched,
    ifBoth: matched,
    ifIdentityLowered: matched,
    forms: NO_FORMS,
    samples: [],
    ...more,
  };
}

/**
 * For tests: a measurement of `own`, compared with 20,000 members unless given otherwise; `user_id` has no identity.
 */
export function factsOf(
  own: FieldFacts,
  more: Partial<OverlapFacts> & { other?: FieldFacts } = {},
): OverlapFacts {
  const { other = fieldOf(0), ...rest } = more;
  return {
    batches: 50,
    events: 5_000,
    hasMoreEvents: false,
    members: 20_000,
    hasMoreMembers: false,
    memberForms: NO_FORMS,
    memberSamples: [],
    fields: { external_user_id: own, user_id: other },
    ...rest,
  };
}
