import { z } from "zod";
import { DESTINATION_HOPS, SOURCE_HOPS } from "@/lib/setup/proven-hops/hop-kinds";
import { DestinationKind } from "@/prisma/generated/enums";

const count = z.int().min(0);

/** Why a hop fails at present, whether or not it was proven before, and the kind of the alert that tells of it. */
const hopRefusal = z.strictObject({
  alertKind: z.string().nullable(),
  message: z.string(),
  nextAction: z.string(),
});

export type HopRefusal = z.infer<typeof hopRefusal>;

/** One hop: when a real request proved it (null: not yet), which request that was, and what fails now. */
const fields = {
  provenAt: z.iso.datetime().nullable(),
  detail: z.string().nullable(),
  refusal: hopRefusal.nullable(),
};

/** A destination's hop may be skipped, if it is optional: why and who decided. */
const destinationFields = {
  ...fields,
  isOptional: z.boolean(),
  skipped: z
    .strictObject({ reason: z.string(), skippedBy: z.string(), skippedAt: z.iso.datetime() })
    .nullable(),
};

/**
 * A customer's hops. `hasBrazeKey`: the destination has the key with which it writes to Braze, by its kind the Data Import Key or the
 * REST API key. `hasWebhookSecret` decides whether pages can be signed at all.
 */
export const hopsView = z
  .strictObject({
    /** Nothing is left to prove: every hop is proven, or skipped with a reason. */
    isAllProven: z.boolean(),
    /**
     * How many hops there are, how many of them a real request has proven and nothing fails, how many of the others are
     * skipped, and how many fail now.
     */
    all: count,
    proven: count,
    skipped: count,
    failed: count,
    sources: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        checks: z.array(z.strictObject({ kind: z.enum(SOURCE_HOPS), ...fields })),
      }),
    ),
    destinations: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        kind: z.enum(DestinationKind),
        hasBrazeKey: z.boolean(),
        hasWebhookSecret: z.boolean(),
        checks: z.array(z.strictObject({ kind: z.enum(DESTINATION_HOPS), ...destinationFields })),
      }),
    ),
  })
  .meta({ id: "Checks" });

export type HopsView = z.infer<typeof hopsView>;
export type HopView =
  | HopsView["sources"][number]["checks"][number]
  | HopsView["destinations"][number]["checks"][number];
