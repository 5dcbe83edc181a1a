import { z } from "zod";
import { healthWord } from "@/lib/insight/health/health-rule";
import { pageInput } from "@/lib/kernel/api/keyset";
import { nameInput, textInput, versionInput } from "@/lib/kernel/api/text-input";
import { ownerFilter } from "@/lib/team/owners/owner-filter";
import { CustomerState } from "@/prisma/generated/enums";

/** A new customer. Without an owner nobody is responsible yet. */
export const customerInput = z.strictObject({
  name: nameInput,
  ownerId: z.uuid().nullable().default(null),
});

/** An edit of a customer; what is left out stays. Archiving is a verb of its own. */
export const customerChange = z.strictObject({
  version: versionInput,
  name: nameInput.optional(),
  ownerId: z.uuid().nullable().optional(),
  state: z.enum(["onboarding", "live", "paused"]).optional(),
});

/** What the list can be sorted by; `health` puts the most urgent first. */
export const CUSTOMER_SORTS = ["name", "health", "lastEvent", "owed", "pending", "createdAt"] as const;
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];

/** Which customers to list: `q` is a part of the name, in any case. */
export const customerListInput = z.strictObject({
  ...pageInput,
  q: textInput(200).optional(),
  state: z.enum(CustomerState).optional(),
  health: healthWord.optional(),
  ownerId: ownerFilter.optional(),
  sort: z.enum(CUSTOMER_SORTS).default("name"),
  dir: z.enum(["asc", "desc"]).default("asc"),
});

export type CustomerInput = z.infer<typeof customerInput>;
export type CustomerChange = z.infer<typeof customerChange>;
export type CustomerListInput = z.input<typeof customerListInput>;
