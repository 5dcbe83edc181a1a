import { z } from "zod";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { timeInput } from "@/lib/kernel/api/time-input";
import { TributaryError } from "@/lib/kernel/errors";

/** Longest mute of a customer and longest snooze of an alert: for a longer rest, pause the customer. */
const MAX_DAYS = 30;

export const quietInput = z.strictObject({
  /** A time within the next 30 days. */
  until: timeInput,
});

/**
 * Until when it is to be quiet.
 * @throws TributaryError `invalid`
 */
export function readQuietUntil(input: z.input<typeof quietInput>): Date {
  const until = new Date(parseInput(quietInput, input).until);
  const days = (until.getTime() - Date.now()) / 86_400_000;
  if (days > 0 && days <= MAX_DAYS) return until;
  throw new TributaryError("invalid", `until: must be within the next ${MAX_DAYS} days.`, {
    fields: { until: `must be within the next ${MAX_DAYS} days` },
  });
}
