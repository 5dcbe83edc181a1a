import { z } from "zod";
import { pageInput } from "@/lib/kernel/api/keyset";
import { exactLookUpInput, lookUpInput } from "@/lib/kernel/api/text-input";
import { timeInput } from "@/lib/kernel/api/time-input";
import { eventTypeInput } from "@/lib/vendors/braze/event-type-input";
import { issueInput } from "./event-issue";

/** `pending`: in an accepted batch, without an outcome yet. */
export const shownOutcome = z.enum(["pending", "forwarded", "filtered", "duplicate", "quarantined"]);

/** Which events to list. Texts are compared exactly. Without `outcome`: all that have one. */
export const eventListInput = z.strictObject({
  ...pageInput,
  sourceId: z.uuid().optional(),
  outcome: shownOutcome.optional(),
  /** By either name: `users.messages.email.Open` or "Email Open". */
  type: eventTypeInput.optional(),
  identity: lookUpInput(1_000).optional(),
  /** Braze's event id. */
  eventId: exactLookUpInput(255).optional(),
  batchId: z.uuid().optional(),
  /** Only quarantined events with this cause: the `issue` of a list of quarantined events by cause. */
  issue: issueInput.optional(),
  deliveryId: z.uuid().optional(),
  /** Received at or after this time. */
  from: timeInput.optional(),
  /** Received before this time. */
  to: timeInput.optional(),
});

export type EventFilter = z.infer<typeof eventListInput>;
