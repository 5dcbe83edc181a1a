import { z } from "zod";
import { healthWord } from "@/lib/insight/health/health-rule";
import { pageInput } from "@/lib/kernel/api/keyset";
import { textInput } from "@/lib/kernel/api/text-input";
import { ownerFilter } from "@/lib/team/owners/owner-filter";
import { CustomerState } from "@/prisma/generated/enums";

/** What the list can be sorted by; `health` puts the most urgent first. */
export const CUSTOMER_SORTS = ["name", "health", "lastEvent", "owed", "pending", "createdAt"] as const;
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];

/** Which customers to list: `q` is a part of the name, case ignored. */
export const customerListInput = z.strictObject({
  ...pageInput,
  q: textInput(200).optional(),
  state: z.enum(CustomerState).optional(),
  health: healthWord.optional(),
  ownerId: ownerFilter.optional(),
  sort: z.enum(CUSTOMER_SORTS).default("name"),
  dir: z.enum(["asc", "desc"]).default("asc"),
});

export type CustomerListInput = z.input<typeof customerListInput>;
