import { z } from "zod";
import { DESTINATION_HOPS, SOURCE_HOPS } from "@/lib/setup/proven-hops/hop-kinds";

/** One hop: when a real request proved it (null: not yet), and which request that was. */
const fields = { provenAt: z.iso.datetime().nullable(), detail: z.string().nullable() };

/** A customer's hops. `hasWebhookSecret` decides whether pages can be signed at all. */
export const hopsView = z
  .strictObject({
    isAllProven: z.boolean(),
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
        hasDataImportKey: z.boolean(),
        hasWebhookSecret: z.boolean(),
        /** Braze refuses the Data Import Key at present, whether or not it has accepted one before. */
        keyRefusal: z.strictObject({ message: z.string(), nextAction: z.string() }).nullable(),
        checks: z.array(z.strictObject({ kind: z.enum(DESTINATION_HOPS), ...fields })),
      }),
    ),
  })
  .meta({ id: "Checks" });

export type HopsView = z.infer<typeof hopsView>;
export type HopView =
  | HopsView["sources"][number]["checks"][number]
  | HopsView["destinations"][number]["checks"][number];
