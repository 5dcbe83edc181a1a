import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import {
  alertHistoryInput,
  alertHistoryPage,
  listCustomerAlerts,
} from "@/lib/insight/alerts/list-customer-alerts";

export const GET = handle({
  summary: "List alerts of a customer",
  description: "Including those that have ended.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: alertHistoryInput,
  answer: alertHistoryPage,
  run: (ctx, { params, query }) => listCustomerAlerts(ctx, { ...params, ...query }),
});
