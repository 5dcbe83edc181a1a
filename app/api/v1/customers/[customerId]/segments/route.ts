import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { readCursor, writeCursor } from "@/lib/api/keyset";
import { requireCustomer } from "@/lib/customers/require-customer";
import { listSegments } from "@/lib/segments/list";
import { segmentListInput, segmentPage, toSegmentView } from "@/lib/segments/segment-view";

export const GET = handle({
  params: { customerId: z.uuid() },
  query: segmentListInput,
  answer: segmentPage,
  run: async (ctx, { params, query: { cursor, ...query } }) => {
    const afterId = readCursor(cursor, z.uuid()) ?? undefined;
    await requireCustomer(params.customerId);
    const { segments, nextAfterId } = await listSegments(ctx, { ...params, ...query, afterId });
    return { items: segments.map(toSegmentView), nextCursor: nextAfterId && writeCursor(nextAfterId) };
  },
});
