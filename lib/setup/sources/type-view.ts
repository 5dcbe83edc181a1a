import { z } from "zod";
import { NewTypes, TypeDecision } from "@/prisma/generated/enums";

/** An event type that Braze's documentation does not name, as a source has sent it. */
const seenTypeView = z.strictObject({
  type: z.string(),
  /** Its readable name, as lists and charts show it. */
  name: z.string(),
  /** What someone decided; null while nobody has. */
  decision: z.enum(TypeDecision).nullable(),
  firstSeenAt: z.iso.datetime(),
});

export const seenTypesView = z
  .strictObject({
    sourceId: z.uuid(),
    /** What becomes of types that nobody has decided about. */
    newTypes: z.enum(NewTypes),
    /** The latest first; at most 100 are remembered. */
    types: z.array(seenTypeView),
  })
  .meta({ id: "SeenTypes" });

export type SeenTypesView = z.infer<typeof seenTypesView>;
