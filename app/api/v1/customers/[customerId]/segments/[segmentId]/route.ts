import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { segmentChange, segmentView, toSegmentView } from "@/lib/segments/segment-view";
import { setSegmentIdentifier } from "@/lib/segments/set-identifier";
import { setSegmentMode } from "@/lib/segments/set-mode";
import { showSegment } from "@/lib/segments/show";

const params = { customerId: z.uuid(), segmentId: z.uuid() };

export const GET = handle({
  params,
  answer: segmentView,
  run: async (ctx, { params }) => toSegmentView(await showSegment(ctx, params)),
});

export const PATCH = handle({
  params,
  body: segmentChange,
  answer: segmentView,
  run: async (ctx, { params, body }) => {
    if ("mode" in body) await setSegmentMode(ctx, { ...params, ...body });
    else await setSegmentIdentifier(ctx, { ...params, ...body });
    return toSegmentView(await showSegment(ctx, params));
  },
});
