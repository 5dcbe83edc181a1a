import { z } from "zod";
import { pageInput, pageOf } from "@/lib/api/keyset";
import { ownerFilter } from "@/lib/customers/own";
import { CustomerState } from "@/lib/generated/prisma/enums";

/** Which open alerts to list: of one customer, or of the customers somebody owns. */
export const alertListInput = z.strictObject({
  ...pageInput,
  customerId: z.uuid().optional(),
  ownerId: ownerFilter.optional(),
});

export type AlertListInput = z.input<typeof alertListInput>;

/** An open problem of a customer, as the API answers it. */
export const alertView = z.strictObject({
  id: z.uuid(),
  customer: z.strictObject({ id: z.uuid(), name: z.string(), state: z.enum(CustomerState) }),
  kind: z.string(),
  /** Whether it stops a flow until somebody acts. */
  isStopping: z.boolean(),
  /** What happened, and what to do about it. */
  message: z.string(),
  nextAction: z.string(),
  openedAt: z.iso.datetime(),
  /** What it is about. */
  sourceId: z.uuid().nullable(),
  destinationId: z.uuid().nullable(),
  segmentId: z.uuid().nullable(),
});

export type AlertView = z.infer<typeof alertView>;
export const alertPage = pageOf(alertView);
