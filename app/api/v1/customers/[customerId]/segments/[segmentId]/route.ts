import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { segmentChange } from "@/lib/cohorts/segments/segment-input";
import { shownSegmentView } from "@/lib/cohorts/segments/segment-view";
import { setSegmentIdentifier } from "@/lib/cohorts/segments/set-segment-identifier";
import { setSegmentMode } from "@/lib/cohorts/segments/set-segment-mode";
import { showSegment } from "@/lib/cohorts/segments/show-segment";

const params = { customerId: z.uuid(), segmentId: z.uuid() };

export const GET = handle({
  summary: "Show a segment",
  role: "viewer",
  params,
  answer: shownSegmentView,
  run: (ctx, { params }) => showSegment(ctx, params),
});

export const PATCH = handle({
  summary: "Change a segment’s mode or identifier",
  role: "csm",
  params,
  body: segmentChange,
  answer: shownSegmentView,
  run: async (ctx, { params, body }) => {
    if ("mode" in body) await setSegmentMode(ctx, { ...params, ...body });
    else await setSegmentIdentifier(ctx, { ...params, ...body });
    return showSegment(ctx, params);
  },
});
