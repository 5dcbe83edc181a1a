import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { enableUser } from "@/lib/team/users/enable-user";
import { userView } from "@/lib/team/users/user-view";

export const POST = handle({
  summary: "Enable a user",
  role: "admin",
  params: { userId: z.uuid() },
  answer: userView,
  run: (ctx, { params }) => enableUser(ctx, params),
});
