import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { invitedUserView } from "@/lib/team/users/invite-user";
import { resetPassword } from "@/lib/team/users/reset-password";

export const POST = handle({
  summary: "Create a link to reset a user’s password",
  role: "admin",
  params: { userId: z.uuid() },
  answer: invitedUserView,
  run: (ctx, { params }) => resetPassword(ctx, params),
});
