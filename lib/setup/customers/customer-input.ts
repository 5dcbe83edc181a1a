import { z } from "zod";
import { nameInput, versionInput } from "@/lib/kernel/api/text-input";
import { LAG_BOUNDS_SECONDS } from "@/lib/kernel/history/lag-bounds";

/** A new customer. Without an owner nobody is responsible yet. */
export const customerInput = z.strictObject({
  name: nameInput,
  ownerId: z.uuid().nullable().default(null),
});

/** The number from which on something is trouble, and the share in percent; 0 is any share. */
const countInput = z.int().min(1).max(1_000_000);
const percentInput = z.int().min(0).max(100);

/** An edit of a customer; fields left out stay unchanged. Archiving is a separate verb. */
export const customerChange = z.strictObject({
  version: versionInput,
  name: nameInput.optional(),
  ownerId: z.uuid().nullable().optional(),
  state: z.enum(["onboarding", "live", "paused"]).optional(),
  quarantineCount: countInput.optional(),
  quarantinePercent: percentInput.optional(),
  refusedCount: countInput.optional(),
  refusedPercent: percentInput.optional(),
  /** Within how many seconds events should have their outcome; null for no target. */
  lagTargetSeconds: z.literal(LAG_BOUNDS_SECONDS).nullable().optional(),
});

export type CustomerInput = z.infer<typeof customerInput>;
export type CustomerChange = z.infer<typeof customerChange>;
