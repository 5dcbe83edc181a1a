import { secretLink } from "@/app/api/secret-link";
import { EVENTS } from "@/inngest/events";
import { sendEvent } from "@/inngest/send";
import { statusActionView, syncFromStatus } from "@/lib/insight/status/act-from-status";

export const POST = secretLink({
  path: "/api/status/[token]/sync",
  run: async ({ token, json, address }) => {
    const { syncId, segmentId } = await syncFromStatus(token, json, address);
    await sendEvent({ name: EVENTS.syncRequested, data: { syncId, segmentId } });
    return statusActionView.parse({ isDone: true });
  },
});
