import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { deliveryListInput, deliveryPage, listDeliveries } from "@/lib/deliveries/list";

export const GET = handle({
  params: { customerId: z.uuid() },
  query: deliveryListInput,
  answer: deliveryPage,
  run: (ctx, { params, query }) => listDeliveries(ctx, { ...params, ...query }),
});
