import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import {
  identityChangeInput,
  identityChangeList,
  listIdentityChanges,
} from "@/lib/forwarding/messages-about-users/list-identity-changes";

export const GET = handle({
  summary: "List merges of users",
  description: "Merges in Braze, newest first, at most 50: all, or those that name one identity.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: identityChangeInput,
  answer: identityChangeList,
  run: (ctx, { params, query }) => listIdentityChanges(ctx, { ...params, ...query }),
});
