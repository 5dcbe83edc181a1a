import type { OverlapFacts, OverlapField } from "@/lib/insight/identity-overlaps/overlap-facts";

const NO_FORMS = { email: 0, uuid: 0, hex24: 0, hex64: 0, number: 0 };
const IDENTITIES = 1_240;
const MATCHED = 770;

/** What comparing the identities of a source with Heap's members found. */
export function overlapOf(usedField: string, isMismatch: boolean): OverlapFacts {
  const isUsed = (field: OverlapField) => field === usedField;
  const fieldOf = (field: OverlapField) => {
    const matched = isUsed(field) !== isMismatch ? MATCHED : 0;
    const alike = { ifTrimmed: matched, ifLowered: matched, ifBoth: matched, ifIdentityLowered: matched };
    return {
      identities: IDENTITIES,
      matched,
      ...alike,
      forms: NO_FORMS,
      samples: [isUsed(field) && isMismatch ? "5f***" : "us***"],
    };
  };
  return {
    batches: 50,
    events: 5_000,
    hasMoreEvents: true,
    members: 2_310,
    hasMoreMembers: false,
    memberForms: NO_FORMS,
    memberSamples: ["us***"],
    fields: { external_user_id: fieldOf("external_user_id"), user_id: fieldOf("user_id") },
  };
}
