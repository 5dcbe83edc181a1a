import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { EVENTS } from "@/inngest/events";
import { sendEvent } from "@/inngest/send";
import { clearInput, clearSegment } from "@/lib/cohorts/segments/clear-segment";
import { clearingView, countClearing } from "@/lib/cohorts/segments/count-clearing";
import { requestedSyncView } from "@/lib/cohorts/syncs/sync-view";

const params = { customerId: z.uuid(), segmentId: z.uuid() };

export const GET = handle({
  summary: "Count what clearing a segment’s attribute needs",
  role: "viewer",
  params,
  answer: clearingView,
  run: (ctx, { params }) => countClearing(ctx, params),
});

export const POST = handle({
  summary: "Turn a segment off and clear its attribute",
  description:
    "Removes the attribute from everyone in Braze, with a sync. Joins one that is already under way.",
  role: "csm",
  params,
  body: clearInput,
  answer: requestedSyncView,
  status: 201,
  run: async (ctx, { params, body }) => {
    const queued = await clearSegment(ctx, { ...params, ...body });
    const { syncId, segmentId } = queued;
    await sendEvent({
      name: EVENTS.syncRequested,
      data: { syncId, segmentId, customerId: params.customerId },
    });
    return queued;
  },
});
