import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { isTimeZone } from "@/lib/kernel/time-zone";
import { ownUserId } from "./own-user-id";
import { lockUser, viewUser } from "./require-user";
import type { UserView } from "./user-view";

/** Null: the browser's time zone, and UTC in mails. */
export const timeZoneChange = z.strictObject({
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, "must be the name of a time zone, such as Europe/Berlin")
    .nullable(),
});

/**
 * Sets the time zone in which the caller reads times, on screen and in mails. Repeating the call changes nothing.
 * @throws TributaryError `invalid`; `forbidden` unless the caller is a member of the team
 */
export async function setTimeZone(ctx: Ctx, input: z.infer<typeof timeZoneChange>): Promise<UserView> {
  requireRole(ctx, "viewer");
  const { timeZone } = parseInput(timeZoneChange, input);
  const userId = await ownUserId(ctx);
  if (!userId) throw new TributaryError("forbidden", "This is for members of the team.");

  return prisma.$transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (user.timeZone !== timeZone) {
      await tx.user.update({ where: { id: userId }, data: { timeZone } });
      await recordAudit(tx, ctx, {
        action: "user.time_zone_set",
        customerId: null,
        subjectKind: "user",
        subjectId: userId,
        before: { timeZone: user.timeZone },
        after: { timeZone },
      });
    }
    return viewUser(userId, tx);
  });
}
