import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { versionInput } from "@/lib/api/text-input";
import { archiveCustomer } from "@/lib/customers/archive";
import { customerView } from "@/lib/customers/customer-view";

export const POST = handle({
  summary: "Archive a customer",
  description: "Both flows stop and its endpoints answer 404; its records stay.",
  role: "csm",
  params: { customerId: z.uuid() },
  body: z.strictObject({ version: versionInput }),
  answer: customerView,
  run: (ctx, { params, body }) => archiveCustomer(ctx, { ...params, ...body }),
});
