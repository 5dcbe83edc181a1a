import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import {
  listSimilarIdentities,
  similarIdentityInput,
  similarIdentityList,
} from "@/lib/forwarding/events/list-similar-identities";

export const GET = handle({
  summary: "List identities that differ only in case or spaces",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: similarIdentityInput,
  answer: similarIdentityList,
  run: (ctx, { params, query }) => listSimilarIdentities(ctx, { ...params, ...query }),
});
