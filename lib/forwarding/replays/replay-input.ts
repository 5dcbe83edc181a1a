import { z } from "zod";
import { issueInput } from "@/lib/forwarding/events/event-issue";
import { pageInput } from "@/lib/kernel/api/keyset";
import { leadingTextInput, lookUpInput, textInput } from "@/lib/kernel/api/text-input";
import { timeInput } from "@/lib/kernel/api/time-input";
import { eventTypeInput } from "@/lib/vendors/braze/event-type-input";
import { IdentityField, MachineEvents } from "@/prisma/generated/enums";

/** Which events of a source to map and send again. Not duplicates: replay their first occurrence instead. */
export const replayFilterInput = z.strictObject({
  outcome: z.enum(["quarantined", "forwarded", "filtered"]),
  type: eventTypeInput.optional(),
  identity: lookUpInput(1_000).optional(),
  /** Received in this range; open ends mean the oldest and now. */
  from: timeInput.optional(),
  to: timeInput.optional(),
  /** Only events with this cause: the `issue` of a list of quarantined events by cause. */
  issue: issueInput.optional(),
  /** Only this event. */
  event: z.strictObject({ batchId: z.uuid(), index: z.int32().min(0) }).optional(),
});

/** A preview, with the source's settings or with others that are not saved. */
export const replayPreviewInput = z.strictObject({
  ...replayFilterInput.shape,
  mapping: z
    .strictObject({
      identityField: z.enum(IdentityField),
      prefix: textInput(40).nullable(),
      catalogPrefix: leadingTextInput(40).nullable(),
      eventTypes: z.array(eventTypeInput).min(1).max(500).nullable(),
      machineEvents: z.enum(MachineEvents),
      placeholders: z.array(lookUpInput(255).toLowerCase()).max(100),
      allowedIdentities: z.array(lookUpInput(255).toLowerCase()).max(100),
    })
    .partial()
    .optional(),
});

export const replayListInput = z.strictObject({ ...pageInput, sourceId: z.uuid().optional() });

export type ReplayFilter = z.infer<typeof replayFilterInput>;
export type ReplayPreviewInput = z.infer<typeof replayPreviewInput>;
