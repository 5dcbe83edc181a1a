import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { EVENTS } from "@/inngest/events";
import { sendEvent } from "@/inngest/send";
import { requestSync, syncInput } from "@/lib/cohorts/syncs/request-sync";
import { requestedSyncView } from "@/lib/cohorts/syncs/sync-view";

export const POST = handle({
  summary: "Sync a segment now",
  description: "Joins a sync that is already under way.",
  role: "csm",
  params: { customerId: z.uuid(), segmentId: z.uuid() },
  body: syncInput,
  answer: requestedSyncView,
  status: 201,
  run: async (ctx, { params, body }) => {
    const queued = await requestSync(ctx, { ...params, ...body });
    const { syncId, segmentId } = queued;
    await sendEvent({
      name: EVENTS.syncRequested,
      data: { syncId, segmentId, customerId: params.customerId },
    });
    return queued;
  },
});
