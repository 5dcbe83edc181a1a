import { z } from "zod";
import { pageInput } from "@/lib/kernel/api/keyset";
import { lookUpInput, textInput, versionInput } from "@/lib/kernel/api/text-input";
import { IdentifierKind, SegmentMode } from "@/prisma/generated/enums";

/** Which segments to list and in what order; `q` is a part of the name, the cohort's name or Heap's id. */
export const segmentListInput = z.strictObject({
  ...pageInput,
  destinationId: z.uuid().optional(),
  mode: z.enum(SegmentMode).optional(),
  q: lookUpInput(200).optional(),
  /** Only segments with owed members, with refused ones, or with neither. */
  members: z.enum(["owed", "refused", "settled"]).optional(),
  /** Name and next sync sort ascending, the others descending. */
  sort: z.enum(["name", "wanted", "owed", "lastSync", "nextSync"]).default("name"),
});

export type SegmentSort = z.infer<typeof segmentListInput>["sort"];

/**
 * An edit of a segment: how it is synced, or what its user keys are in Braze (null: the destination's setting
 * applies).
 */
export const segmentChange = z.union(
  [
    z.strictObject({ version: versionInput, mode: z.enum(SegmentMode) }),
    z.strictObject({
      version: versionInput,
      identifierKind: z.enum(IdentifierKind).nullable(),
      aliasLabel: textInput(200).nullable().default(null),
    }),
  ],
  { error: "must contain version and either mode, or identifierKind (with aliasLabel if it is alias)" },
);
