import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { disableUser } from "@/lib/team/users/disable-user";
import { userView } from "@/lib/team/users/user-view";

export const POST = handle({
  summary: "Disable a user",
  description: "Their sessions end and their API keys stop working at once.",
  role: "admin",
  params: { userId: z.uuid() },
  answer: userView,
  run: (ctx, { params }) => disableUser(ctx, params),
});
