import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { changeList, changeListInput, listChanges } from "@/lib/insight/changes/list-changes";

export const GET = handle({
  summary: "List changes to a customer’s flows",
  description:
    "What people changed in a time range about how the customer’s data flows: settings, rules, keys, pauses. At most 100, newest first.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: changeListInput,
  answer: changeList,
  run: (ctx, { params, query }) => listChanges(ctx, { ...params, ...query }),
});
