import { z } from "zod";
import { pageOf } from "@/lib/kernel/api/keyset";
import type { DryRun } from "@/prisma/generated/client";

/** What blocks a push, and what to do about it. */
const obstacleView = z.strictObject({ message: z.string(), nextAction: z.string() }).meta({ id: "Obstacle" });

const count = z.int().min(0);

/** A dry run as the API returns it: what a sync requested at that moment would have pushed. */
export const dryRunView = z
  .strictObject({
    id: z.uuid(),
    customerId: z.uuid(),
    segmentId: z.uuid(),
    segmentName: z.string(),
    trigger: z.enum(["manual", "resync"]),
    requestedBy: z.string(),
    requestedAt: z.iso.datetime(),
    /** Members sent to the cohort so far, and afterwards if Braze accepts everybody. */
    before: count,
    after: count,
    adds: count,
    removes: count,
    /** Of adds and removes: those that Braze may already have, because a call broke off or a resync was requested. */
    unknown: count,
    /** Refused members that are left alone, and those that are tried again. */
    refusedLeft: count,
    refusedRetried: count,
    /** Members that would be refused without a call, because their key is no email address or phone number. */
    unfit: count,
    /**
     * Calls that carry members; `namesCohort` is one more. A call that Braze refuses is halved, which takes more
     * calls.
     */
    pushes: count,
    namesCohort: z.boolean(),
    /** By attribute: how many data points it costs, on contracts that count them; null for a cohort. */
    dataPoints: count.nullable(),
    /**
     * By attribute: how long its calls wait at least for the limit that Braze last reported, if nothing else uses it. Null for a cohort,
     * and while Braze has reported none.
     */
    waitSeconds: count.nullable(),
    /** When Heap reported the oldest change that is still owed; null when nothing is. */
    oldestOwedAt: z.iso.datetime().nullable(),
    /** The sync under way at that moment: a new request would have joined it. */
    joinsSyncId: z.uuid().nullable(),
    /** What blocked it, in the order to resolve it. */
    obstacles: z.array(obstacleView),
  })
  .meta({ id: "DryRun" });

export type Obstacle = z.infer<typeof obstacleView>;
export type DryRunView = z.infer<typeof dryRunView>;
export const dryRunPage = pageOf(dryRunView);

/** Turns a row into the view. */
export function toDryRunView({ requestedAt, oldestOwedAt, ...row }: DryRun, segmentName: string): DryRunView {
  return dryRunView.parse({
    ...row,
    segmentName,
    requestedAt: requestedAt.toISOString(),
    oldestOwedAt: oldestOwedAt?.toISOString() ?? null,
  });
}
