import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { nudgeErasure } from "@/inngest/nudge";
import { erasureInput, erasureListInput } from "@/lib/privacy/erasures/erasure-input";
import { erasurePage, erasureView } from "@/lib/privacy/erasures/erasure-view";
import { listErasures } from "@/lib/privacy/erasures/list-erasures";
import { requestErasure } from "@/lib/privacy/erasures/request-erasure";

const params = { customerId: z.uuid() };

export const GET = handle({
  summary: "List erasures",
  role: "viewer",
  params,
  query: erasureListInput,
  answer: erasurePage,
  run: (ctx, { params, query }) => listErasures(ctx, { ...params, ...query }),
});

export const POST = handle({
  summary: "Erase one user’s data",
  description:
    "Erases everything stored about one of the customer’s users. It cannot be undone, does not stop new data, and deletes nothing in Heap or Braze.",
  role: "admin",
  params,
  body: erasureInput,
  answer: erasureView,
  status: 201,
  run: async (ctx, { params, body }, once) => {
    const erasure = await requestErasure(ctx, { ...params, ...body }, once);
    nudgeErasure(erasure.id, params.customerId);
    return erasure;
  },
});
