import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { versionInput } from "@/lib/kernel/api/text-input";
import { archiveCustomer } from "@/lib/setup/customers/archive-customer";
import { customerView } from "@/lib/setup/customers/customer-view";

export const POST = handle({
  summary: "Archive a customer",
  description: "Both flows stop and its endpoints return 404; its records stay.",
  role: "csm",
  params: { customerId: z.uuid() },
  body: z.strictObject({ version: versionInput }),
  answer: customerView,
  run: (ctx, { params, body }) => archiveCustomer(ctx, { ...params, ...body }),
});
