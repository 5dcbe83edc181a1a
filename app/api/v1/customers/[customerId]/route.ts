import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { nudgeCustomer } from "@/inngest/nudge";
import { customerChange } from "@/lib/setup/customers/customer-input";
import { customerView } from "@/lib/setup/customers/customer-view";
import { showCustomer } from "@/lib/setup/customers/show-customer";
import { updateCustomer } from "@/lib/setup/customers/update-customer";

const params = { customerId: z.uuid() };

export const GET = handle({
  summary: "Show a customer",
  role: "viewer",
  params,
  answer: customerView,
  run: (ctx, { params }) => showCustomer(ctx, params),
});

export const PATCH = handle({
  summary: "Change a customer",
  role: "csm",
  params,
  body: customerChange,
  answer: customerView,
  run: async (ctx, { params, body }) => {
    const customer = await updateCustomer(ctx, { ...params, ...body });
    await nudgeCustomer(params.customerId);
    return customer;
  },
});
