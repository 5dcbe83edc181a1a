import { z } from "zod";
import { pageInput } from "@/lib/kernel/api/keyset";
import { lookUpInput } from "@/lib/kernel/api/text-input";
import { timeInput } from "@/lib/kernel/api/time-input";
import { SyncState, SyncTrigger } from "@/prisma/generated/enums";

/**
 * Which syncs to list; `q` is a part of the segment's name, `from` and `to` limit when they were requested (ISO 8601;
 * `to` is exclusive).
 */
export const syncListInput = z.strictObject({
  ...pageInput,
  segmentId: z.uuid().optional(),
  q: lookUpInput(200).optional(),
  state: z.enum(SyncState).optional(),
  trigger: z.enum(SyncTrigger).optional(),
  from: timeInput.optional(),
  to: timeInput.optional(),
  /** Of a segment's syncs that failed one after the other for the same cause only the last is listed, with their number. */
  fold: z.enum(["failures"]).optional(),
});
