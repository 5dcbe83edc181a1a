import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { deliveryListInput, deliveryPage, listDeliveries } from "@/lib/forwarding/deliveries/list-deliveries";

export const GET = handle({
  summary: "List deliveries",
  description: "Calls to Heap, newest first.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: deliveryListInput,
  answer: deliveryPage,
  run: (ctx, { params, query }) => listDeliveries(ctx, { ...params, ...query }),
});
