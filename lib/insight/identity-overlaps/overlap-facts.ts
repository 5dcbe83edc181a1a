import { z } from "zod";

const count = z.int().min(0);

/** How many of some ids look like what. Ids without a known form are not counted; `hex64` was added later. */
const forms = z.object({
  email: count,
  uuid: count,
  hex24: count,
  hex64: count.default(0),
  number: count,
});

export type IdForms = z.infer<typeof forms>;

/**
 * The forms as PostgreSQL's regular expressions. Braze's own user ids are 24 hexadecimal digits; 64 are a SHA-256, which
 * Currents makes of a field that the customer chose to hash (docs/contracts/braze-currents.md#an-event).
 */
export const ID_FORMS: Record<keyof IdForms, string> = {
  email: "^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$",
  uuid: "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$",
  hex24: "^[0-9a-fA-F]{24}$",
  hex64: "^[0-9a-fA-F]{64}$",
  number: "^[0-9]+$",
};

/** The result of using one of Braze's two ids as Heap identity. */
const fieldFacts = z.strictObject({
  /** Distinct identities that could reach Heap, trimmed as the mapping does. */
  identities: count,
  /** How many of them are members of a Heap segment, exactly. */
  matched: count,
  /**
   * Matched if surrounding spaces of the members, upper and lower case, or both were ignored; each includes
   * `matched`.
   */
  ifTrimmed: count,
  ifLowered: count,
  ifBoth: count,
  /** Matched if only these identities were in lower case: then the capital letters are on Braze's side. */
  ifIdentityLowered: count,
  forms,
  /** Some of those that do not match, masked. */
  samples: z.array(z.string()),
});

export type FieldFacts = z.infer<typeof fieldFacts>;

/** One measurement of a source, as it is stored: counts and masked samples, no identity. */
export const overlapFacts = z.strictObject({
  /** The newest batches read, and their events of the types that the source forwards. */
  batches: count,
  events: count,
  /** There was more to read; the newest were enough. */
  hasMoreEvents: z.boolean(),
  /** Distinct user keys that Heap named in the customer's segments, including users who have since left. */
  members: count,
  /** There are more members. All count for `matched`; spaces, case and forms are only checked in these. */
  hasMoreMembers: z.boolean(),
  memberForms: forms,
  memberSamples: z.array(z.string()),
  fields: z.strictObject({ external_user_id: fieldFacts, user_id: fieldFacts }),
});

export type OverlapFacts = z.infer<typeof overlapFacts>;

export type OverlapField = keyof OverlapFacts["fields"];

export const OVERLAP_FIELDS: readonly OverlapField[] = ["external_user_id", "user_id"];

/** Braze's other id. */
export function otherField(field: OverlapField): OverlapField {
  return field === "external_user_id" ? "user_id" : "external_user_id";
}
